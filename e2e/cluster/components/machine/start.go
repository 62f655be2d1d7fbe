package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
)

const cloneNewCgroup = 0x02000000 // CLONE_NEWCGROUP, which package syscall does not name

// start joins the machine's control groups and clones the init process into namespaces of its own. It returns when the
// init process has set itself up, with an error when that failed; then nothing is left of it.
func start(specPath string) error {
	var spec Spec
	if err := readJSON(specPath, &spec); err != nil {
		return err
	}
	for _, dir := range spec.Cgroups {
		if err := joinCgroup(dir); err != nil {
			return err
		}
	}
	log, err := os.OpenFile(spec.Log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	reader, writer, err := os.Pipe()
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	child := exec.Command(self, "init", specPath)
	child.Dir, child.Stdout, child.Stderr = "/", log, log
	child.ExtraFiles = []*os.File{writer}
	child.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if spec.Namespaces {
		child.SysProcAttr.Cloneflags = syscall.CLONE_NEWPID | syscall.CLONE_NEWNS | syscall.CLONE_NEWUTS |
			syscall.CLONE_NEWNET | syscall.CLONE_NEWIPC | cloneNewCgroup
	}
	if err := child.Start(); err != nil {
		return err
	}
	writer.Close()
	report, err := io.ReadAll(reader)
	if err != nil {
		return err
	}
	if string(report) != "ready" {
		child.Process.Kill()
		child.Wait()
		return fmt.Errorf("machine %s did not start: %s (log: %s)", spec.Name, strings.TrimSpace(string(report)), spec.Log)
	}
	fmt.Println(child.Process.Pid)
	return nil
}

// join makes this process a member of one control group and becomes argv.
func join(dir string, args []string) error {
	if len(args) < 2 || args[0] != "--" {
		return fmt.Errorf("usage: machine join CGROUP -- ARGV")
	}
	if err := joinCgroup(dir); err != nil {
		return err
	}
	path, err := exec.LookPath(args[1])
	if err != nil {
		return err
	}
	return syscall.Exec(path, args[1:], os.Environ())
}

func joinCgroup(dir string) error {
	file := filepath.Join(dir, "cgroup.procs")
	if err := os.WriteFile(file, []byte(strconv.Itoa(os.Getpid())), 0o644); err != nil {
		return fmt.Errorf("cannot join control group: %w", err)
	}
	return nil
}
