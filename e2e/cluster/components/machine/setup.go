package main

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// setUp makes the inside of the machine: its name, its own /proc, /sys and control groups, and the mounts asked for.
func setUp(spec Spec) error {
	if err := syscall.Sethostname([]byte(spec.Name)); err != nil {
		return fmt.Errorf("set host name: %w", err)
	}
	if err := mount("", "/", "", syscall.MS_REC|syscall.MS_PRIVATE, ""); err != nil {
		return err
	}
	if err := mount("proc", "/proc", "proc", 0, ""); err != nil {
		return err
	}
	if err := mount("sysfs", "/sys", "sysfs", 0, ""); err != nil {
		return err
	}
	if err := mountHierarchies(spec.Hierarchies); err != nil {
		return err
	}
	for _, m := range spec.Mounts {
		if err := mountOne(m); err != nil {
			return err
		}
	}
	if err := shadow(spec.Shadows); err != nil {
		return err
	}
	for name, value := range spec.Sysctls {
		file := filepath.Join("/proc/sys", strings.ReplaceAll(name, ".", "/"))
		if !strings.HasPrefix(file, "/proc/sys/net/") {
			return fmt.Errorf("sysctl %s is not below net: it would change the whole computer", name)
		}
		if err := os.WriteFile(file, []byte(value), 0o644); err != nil {
			return err
		}
	}
	return loopbackUp()
}

func mount(source, target, kind string, flags uintptr, options string) error {
	if err := syscall.Mount(source, target, kind, flags, options); err != nil {
		return fmt.Errorf("mount %s %s on %s: %w", kind, source, target, err)
	}
	return nil
}

func mountOne(m Mount) error {
	switch m.Type {
	case "tmpfs":
		if err := mount("tmpfs", m.Target, "tmpfs", 0, "mode=755"); err != nil {
			return err
		}
	case "bind":
		if err := os.MkdirAll(m.Source, 0o755); err != nil {
			return err
		}
		if err := mount(m.Source, m.Target, "", syscall.MS_BIND, ""); err != nil {
			return err
		}
	default:
		return fmt.Errorf("mount type %q is neither tmpfs nor bind", m.Type)
	}
	if !m.Shared {
		return nil
	}
	return mount("", m.Target, "", syscall.MS_REC|syscall.MS_SHARED, "")
}

// mountHierarchies shows the control groups as if the machine's group were the root, which is what two kubelets on one
// computer need: each makes its own /kubepods, and both lie below the cluster's group.
func mountHierarchies(hierarchies []Hierarchy) error {
	const root = "/sys/fs/cgroup"
	for _, h := range hierarchies {
		if h.Target == root {
			if err := mount("cgroup2", root, h.Type, 0, h.Options); err != nil {
				return err
			}
			return leaveRootGroup(root)
		}
	}
	if err := mount("tmpfs", root, "tmpfs", 0, "mode=755"); err != nil {
		return err
	}
	for _, h := range hierarchies {
		if err := os.MkdirAll(h.Target, 0o755); err != nil {
			return err
		}
		if err := mount(h.Type, h.Target, h.Type, 0, h.Options); err != nil {
			return err
		}
		// controllers mounted together are also looked up one by one: /sys/fs/cgroup/cpu beside cpu,cpuacct
		names := strings.Split(filepath.Base(h.Target), ",")
		for _, name := range names {
			if len(names) > 1 {
				if err := os.Symlink(filepath.Base(h.Target), filepath.Join(root, name)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// leaveRootGroup moves this process to a leaf, since version 2 lets no group have both members and controlled children.
func leaveRootGroup(root string) error {
	leaf := filepath.Join(root, "init")
	if err := os.MkdirAll(leaf, 0o755); err != nil {
		return err
	}
	if err := joinCgroup(leaf); err != nil {
		return err
	}
	controllers, err := os.ReadFile(filepath.Join(root, "cgroup.controllers"))
	if err != nil {
		return err
	}
	for _, name := range strings.Fields(string(controllers)) {
		if err := os.WriteFile(filepath.Join(root, "cgroup.subtree_control"), []byte("+"+name), 0o644); err != nil {
			return fmt.Errorf("enable controller %s: %w", name, err)
		}
	}
	return nil
}

// shadow lays a private file with the present value over each setting.
func shadow(paths []string) error {
	if len(paths) == 0 {
		return nil
	}
	dir := "/run/shadow"
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	for _, path := range paths {
		value, err := os.ReadFile(path)
		if os.IsNotExist(err) {
			continue
		}
		if err != nil {
			return err
		}
		file := filepath.Join(dir, strings.ReplaceAll(strings.TrimPrefix(path, "/"), "/", "."))
		if err := os.WriteFile(file, value, 0o644); err != nil {
			return err
		}
		if err := mount(file, path, "", syscall.MS_BIND, ""); err != nil {
			return err
		}
	}
	return nil
}

// loopbackUp sets the flag by ioctl, so that no ip command is needed in here.
func loopbackUp() error {
	if lo, err := net.InterfaceByName("lo"); err == nil && lo.Flags&net.FlagUp != 0 {
		return nil
	}
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(fd)
	return setInterfaceFlags(fd, "lo", syscall.IFF_UP|syscall.IFF_RUNNING)
}
