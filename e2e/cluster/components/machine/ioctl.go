package main

import (
	"fmt"
	"syscall"
	"unsafe"
)

// interfaceRequest is struct ifreq of <linux/if.h>, as far as flags need it.
type interfaceRequest struct {
	name  [syscall.IFNAMSIZ]byte
	flags uint16
	_     [22]byte
}

func setInterfaceFlags(fd int, name string, flags uint16) error {
	request := interfaceRequest{flags: flags}
	copy(request.name[:syscall.IFNAMSIZ-1], name)
	_, _, code := syscall.Syscall(syscall.SYS_IOCTL, uintptr(fd), syscall.SIOCSIFFLAGS, uintptr(unsafe.Pointer(&request)))
	if code != 0 {
		return fmt.Errorf("set flags of %s: %w", name, code)
	}
	return nil
}
