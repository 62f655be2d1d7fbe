package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

const restartDelay = time.Second // a daemon that ended is started again after this

// supervisor starts the services, starts again those that end, and reaps what is orphaned. All of its state belongs to
// one goroutine; others only send to it.
type supervisor struct {
	spec    Spec
	status  map[string]*ServiceStatus
	running map[int]string // process id → service
	ready   chan string    // names of services whose conditions hold
}

func runInit(specPath string) error {
	report := os.NewFile(3, "report")
	syscall.CloseOnExec(3)
	var spec Spec
	err := readJSON(specPath, &spec)
	if err == nil && spec.Namespaces {
		err = setUp(spec)
	}
	if err != nil {
		fmt.Fprint(report, err)
		return err
	}
	s := &supervisor{spec: spec, status: map[string]*ServiceStatus{}, running: map[int]string{}, ready: make(chan string)}
	for _, service := range spec.Services {
		s.status[service.Name] = &ServiceStatus{State: "waiting", Detail: strings.Join(service.After, ", "), Log: service.Log}
		go s.await(service)
	}
	s.save()
	fmt.Fprint(report, "ready")
	report.Close()
	s.loop()
	return nil
}

// await tells the loop when all conditions of a service hold.
func (s *supervisor) await(service Service) {
	for _, condition := range service.After {
		for !holds(condition) {
			time.Sleep(50 * time.Millisecond)
		}
	}
	s.ready <- service.Name
}

func (s *supervisor) loop() {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, syscall.SIGCHLD, syscall.SIGTERM, syscall.SIGINT)
	for {
		select {
		case got := <-signals:
			if got != syscall.SIGCHLD {
				return // what is left dies with this process
			}
			s.reap()
		case name := <-s.ready:
			s.launch(name)
		}
	}
}

func (s *supervisor) launch(name string) {
	for _, service := range s.spec.Services {
		if service.Name != name {
			continue
		}
		status := s.status[name]
		status.Starts++
		pid, err := launch(service)
		if err != nil {
			s.failed(service, err.Error())
			return
		}
		s.running[pid] = name
		status.State, status.Detail, status.Pid = "running", "", pid
		s.save()
	}
}

func (s *supervisor) reap() {
	for {
		var wait syscall.WaitStatus
		pid, err := syscall.Wait4(-1, &wait, syscall.WNOHANG, nil)
		if err != nil || pid <= 0 {
			return
		}
		name, ours := s.running[pid]
		if !ours {
			continue // an orphan, a container's shim for one
		}
		delete(s.running, pid)
		for _, service := range s.spec.Services {
			if service.Name == name {
				s.failed(service, endOf(wait))
			}
		}
	}
}

func (s *supervisor) failed(service Service, detail string) {
	status := s.status[service.Name]
	status.State, status.Detail, status.Pid = "failed", detail, 0
	fmt.Fprintf(os.Stderr, "%s %s: %s\n", time.Now().Format(time.RFC3339), service.Name, detail)
	s.save()
	time.AfterFunc(restartDelay, func() { s.ready <- service.Name })
}

func (s *supervisor) save() {
	text, err := json.MarshalIndent(s.status, "", "  ")
	if err == nil {
		err = os.WriteFile(s.spec.Status+".new", append(text, '\n'), 0o644)
	}
	if err == nil {
		err = os.Rename(s.spec.Status+".new", s.spec.Status)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "status file:", err)
	}
}

func launch(service Service) (int, error) {
	log, err := os.OpenFile(service.Log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return 0, err
	}
	defer log.Close()
	null, err := os.Open(os.DevNull)
	if err != nil {
		return 0, err
	}
	defer null.Close()
	env := append([]string{"PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root"}, service.Env...)
	return syscall.ForkExec(service.Argv[0], service.Argv, &syscall.ProcAttr{
		Dir:   "/",
		Env:   env,
		Files: []uintptr{null.Fd(), log.Fd(), log.Fd()},
		Sys:   &syscall.SysProcAttr{Setsid: true, Pdeathsig: syscall.SIGKILL},
	})
}

func endOf(wait syscall.WaitStatus) string {
	if wait.Signaled() {
		return "ended by signal " + wait.Signal().String()
	}
	return fmt.Sprintf("exited with code %d", wait.ExitStatus())
}
