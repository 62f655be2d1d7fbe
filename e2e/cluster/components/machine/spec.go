package main

// Spec describes one machine. It is written by machines.ts, which says the same in its own types.
type Spec struct {
	Name string `json:"name"`
	// Namespaces is false for a plain supervisor in the caller's own namespaces, which needs no root.
	Namespaces bool `json:"namespaces"`
	// Cgroups are the directories, one a hierarchy, that the machine's processes belong to.
	Cgroups []string `json:"cgroups"`
	// Hierarchies are the control-group mounts to show inside, rooted at the machine's own group.
	Hierarchies []Hierarchy `json:"hierarchies"`
	// Mounts are made in this order, in the machine's mount namespace only.
	Mounts []Mount `json:"mounts"`
	// Shadows are kernel settings of the whole computer that a daemon would change: it sees and writes a private file instead.
	Shadows []string `json:"shadows"`
	// Sysctls are settings below /proc/sys/net, which belong to the machine's network namespace alone.
	Sysctls  map[string]string `json:"sysctls"`
	Services []Service         `json:"services"`
	// Status is the file in which the state of the services is kept up to date.
	Status string `json:"status"`
	// Log takes what the init process itself has to say.
	Log string `json:"log"`
}

type Hierarchy struct {
	Target  string `json:"target"`  // mount point, below /sys/fs/cgroup
	Type    string `json:"type"`    // cgroup or cgroup2
	Options string `json:"options"` // controllers, or none,name=…
}

type Mount struct {
	Type   string `json:"type"` // tmpfs or bind
	Source string `json:"source"`
	Target string `json:"target"`
	Shared bool   `json:"shared"` // mounts below it reach containers, as a kubelet's directory needs
}

type Service struct {
	Name string   `json:"name"`
	Argv []string `json:"argv"`
	Env  []string `json:"env"` // added to a minimal environment
	Log  string   `json:"log"`
	// After lists what must answer first: file:PATH, unix:PATH, tcp:HOST:PORT or https://… (status 200).
	After []string `json:"after"`
}

// ServiceStatus is one entry of the status file.
type ServiceStatus struct {
	State  string `json:"state"` // waiting, running or failed (about to be started again)
	Detail string `json:"detail"`
	Pid    int    `json:"pid"`
	Starts int    `json:"starts"`
	Log    string `json:"log"`
}
