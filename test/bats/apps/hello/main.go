// The sample app that journeys, demo and benchmark deploy: one static program, its process types are its first argument.
//
// Switches, all read from the environment:
//
//	PORT            where `hello web` listens (5000)
//	LISTEN          "tcp:1883 udp:53": where `hello web` also answers, with its version and the address it was asked at
//	START_DELAY     seconds before it does anything
//	FAIL_HEALTH=1   /healthz answers 503
//	REFUSE=1        / answers 500
//	CRASH           exit 3 after so many seconds, with a last line on stderr
//	EAT             takes so many MiB of memory
//	STOP_DELAY      seconds it keeps working after SIGTERM
//	IGNORE_SIGTERM  set: only SIGKILL ends it
package main

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

var eaten []byte

func main() {
	stop := make(chan os.Signal, 1)
	if os.Getenv("IGNORE_SIGTERM") != "" {
		signal.Ignore(syscall.SIGTERM)
	} else {
		signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	}
	if os.Getenv("CRASH") != "" {
		time.AfterFunc(seconds("CRASH"), func() {
			fmt.Fprintln(os.Stderr, "hello: crashed as CRASH asked for")
			os.Exit(3)
		})
	}
	select {
	case <-stop:
		return
	case <-time.After(seconds("START_DELAY")):
	}
	if n, _ := strconv.Atoi(os.Getenv("EAT")); n > 0 {
		fmt.Printf("hello: takes %d MiB\n", n)
		eaten = bytes.Repeat([]byte{1}, n<<20)
	}

	// As what a builder puts into an image (/start, launcher): says how it was called, one JSON line, and serves.
	if filepath.Base(os.Args[0]) != "hello" {
		out, _ := json.Marshal(append([]string{"PORT=" + os.Getenv("PORT")}, os.Args...))
		fmt.Println(string(out))
		web(stop)
		return
	}
	args := append(os.Args[1:], "web")
	switch args[0] {
	case "web":
		web(stop)
	case "worker":
		worker(stop)
	case "echo":
		out, _ := json.Marshal(os.Args[2:])
		fmt.Println(string(out))
		<-stop
	case "once":
		fmt.Println("hello: once " + strings.Join(os.Args[2:], " "))
		return
	case "exit":
		code, _ := strconv.Atoi(args[1])
		fmt.Fprintf(os.Stderr, "hello: exits with %d\n", code)
		os.Exit(code)
	default:
		fmt.Fprintf(os.Stderr, "hello: no process type %q; there are web, worker, echo, once and exit\n", args[0])
		os.Exit(2)
	}
	fmt.Println("hello: stopped")
}

func web(stop <-chan os.Signal) {
	port := os.Getenv("PORT")
	if port == "" {
		port = "5000"
	}
	for _, address := range strings.Fields(os.Getenv("LISTEN")) {
		go listen(address)
	}
	server := &http.Server{Addr: ":" + port, Handler: routes()}
	drained := make(chan struct{})
	go func() {
		<-stop
		fmt.Println("hello: draining")
		time.Sleep(seconds("STOP_DELAY"))
		server.Shutdown(context.Background())
		close(drained)
	}()
	if life := seconds("SERVE_FOR"); life > 0 {
		time.AfterFunc(life, func() { os.Exit(1) })
	}
	fmt.Printf("hello: web of %s listens on %s\n", hostname(), port)
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		fmt.Fprintln(os.Stderr, "hello:", err)
		os.Exit(1)
	}
	<-drained
}

func listen(address string) {
	network, port, _ := strings.Cut(address, ":")
	answer := fmt.Sprintf("hello version %s at %s\n", version(), address)
	var err error
	if network == "udp" {
		var socket net.PacketConn
		socket, err = net.ListenPacket(network, ":"+port)
		for err == nil {
			var from net.Addr
			if _, from, err = socket.ReadFrom(make([]byte, 1500)); err == nil {
				socket.WriteTo([]byte(answer), from)
			}
		}
	} else {
		var listener net.Listener
		listener, err = net.Listen(network, ":"+port)
		for err == nil {
			var connection net.Conn
			if connection, err = listener.Accept(); err == nil {
				fmt.Fprint(connection, answer)
				connection.Close()
			}
		}
	}
	fmt.Fprintln(os.Stderr, "hello:", err)
	os.Exit(1)
}

func worker(stop <-chan os.Signal) {
	tick := time.NewTicker(time.Second)
	for n := 1; ; n++ {
		fmt.Printf("hello: worker of %s, line %d\n", hostname(), n)
		select {
		case <-stop:
			time.Sleep(seconds("STOP_DELAY"))
			return
		case <-tick.C:
		}
	}
}

func routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		if os.Getenv("REFUSE") != "" {
			http.Error(w, "refused as REFUSE asked for", http.StatusInternalServerError)
			return
		}
		fmt.Fprintf(w, "hello version %s from %s\n", version(), hostname())
	})
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) {
		if os.Getenv("FAIL_HEALTH") != "" {
			http.Error(w, "unwell as FAIL_HEALTH asked for", http.StatusServiceUnavailable)
			return
		}
		fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("/socket", socket)
	mux.HandleFunc("/hostname", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, hostname())
	})
	mux.HandleFunc("/env", func(w http.ResponseWriter, r *http.Request) {
		env := map[string]string{}
		for _, pair := range os.Environ() {
			name, value, _ := strings.Cut(pair, "=")
			env[name] = value
		}
		if name := r.FormValue("name"); name != "" {
			fmt.Fprint(w, env[name])
			return
		}
		w.Header().Set("Content-Type", "application/json")
		json.NewEncoder(w).Encode(env)
	})
	mux.HandleFunc("/burn", func(w http.ResponseWriter, r *http.Request) {
		n, _ := strconv.ParseFloat(r.FormValue("seconds"), 64)
		end := time.Now().Add(time.Duration(n * float64(time.Second)))
		for time.Now().Before(end) {
		}
		fmt.Fprintf(w, "burned %v s\n", n)
	})
	mux.HandleFunc("/say", func(w http.ResponseWriter, r *http.Request) {
		lines, _ := strconv.Atoi(r.FormValue("lines"))
		size, _ := strconv.Atoi(r.FormValue("bytes"))
		for n := 1; n <= lines; n++ {
			fmt.Printf("said %d %s.\n", n, strings.Repeat("x", size))
		}
		fmt.Fprintln(w, "said")
	})
	mux.HandleFunc("/write", func(w http.ResponseWriter, r *http.Request) {
		if err := os.WriteFile(r.FormValue("path"), []byte(r.FormValue("text")), 0o644); err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		fmt.Fprintln(w, "written")
	})
	mux.HandleFunc("/read", func(w http.ResponseWriter, r *http.Request) {
		text, err := os.ReadFile(r.FormValue("path"))
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		w.Write(text)
	})
	return mux
}

// socket is a WebSocket that sends one short text back.
func socket(w http.ResponseWriter, r *http.Request) {
	if !strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		http.Error(w, "this is a WebSocket", http.StatusUpgradeRequired)
		return
	}
	connection, stream, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	defer connection.Close()
	accept := sha1.Sum([]byte(r.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	fmt.Fprintf(stream, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
		base64.StdEncoding.EncodeToString(accept[:]))
	stream.Flush()
	// Type and length, then the mask that a client's texts have.
	head := make([]byte, 6)
	if _, err := io.ReadFull(stream, head); err != nil {
		return
	}
	text := make([]byte, head[1]&0x7f)
	if _, err := io.ReadFull(stream, text); err != nil {
		return
	}
	for n := range text {
		text[n] ^= head[2+n%4]
	}
	stream.Write(append([]byte{0x81, byte(len(text))}, text...))
	stream.Flush()
}

// version is the content of the file VERSION in the image, so that a push can be told from the one before.
func version() string {
	text, err := os.ReadFile("VERSION")
	if err != nil {
		return "unknown"
	}
	return strings.TrimSpace(string(text))
}

func hostname() string {
	name, _ := os.Hostname()
	return name
}

func seconds(name string) time.Duration {
	n, _ := strconv.ParseFloat(os.Getenv(name), 64)
	return time.Duration(n * float64(time.Second))
}
