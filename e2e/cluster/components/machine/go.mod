module expose-plus.dev/e2e/machine

go 1.26
