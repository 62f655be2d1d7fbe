// Command machine keeps one simulated machine of a test cluster: a set of Linux namespaces and the daemons in it.
//
//	machine start SPEC            make the namespaces of SPEC and leave an init process in them; prints its process id
//	machine init SPEC             that init process (started by start)
//	machine join CGROUP -- ARGV   run ARGV as a member of a control group, so that it is found when the cluster goes
//	machine pki SPEC              make a certificate authority once, and the certificates that SPEC lists
//	machine pause                 wait for the signal to end: what holds the namespaces of a pod
//
// The init process is the first of its own process-id namespace: when it dies, however it dies, the kernel kills all
// that descends from it, and with the last process go the mounts and the network devices. Nothing needs undoing.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"syscall"
)

// A parent-death signal follows the thread that forked, so the main goroutine stays on the main thread.
func init() { runtime.LockOSThread() }

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "machine:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 1 && args[0] == "pause" {
		signals := make(chan os.Signal, 1)
		signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
		<-signals
		return nil
	}
	if len(args) < 2 {
		return fmt.Errorf("usage: machine start SPEC | init SPEC | join CGROUP -- ARGV | pki SPEC | pause")
	}
	switch args[0] {
	case "start":
		return start(args[1])
	case "init":
		return runInit(args[1])
	case "join":
		return join(args[1], args[2:])
	case "pki":
		return makeCertificates(args[1])
	}
	return fmt.Errorf("unknown command %q", args[0])
}

func readJSON(path string, into any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
