module expose-plus.dev/e2e/echo

go 1.26
