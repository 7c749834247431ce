// A client that asks an app at a bounded rate until it is told to stop, and says each second how many requests there were and which failed,
// as one line of JSON; the last line is the one that counts:
//
//	client -rate 10 -connections 8 [-host shop.example.test] URL
//
// A request fails when it is answered with anything but 200, or not within ten seconds. A connection is kept from request to request; one
// that the other side closed just when a request went out is replaced and the request goes out again, as every browser does with a GET.
// Those are counted beside.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

type tally struct {
	sync.Mutex
	Requests int      `json:"requests"`
	Failed   int      `json:"failed"`
	Again    int      `json:"again"`
	Failures []string `json:"failures"`
}

func (t *tally) add(failure string, attempts int) {
	t.Lock()
	defer t.Unlock()
	t.Requests++
	t.Again += max(0, attempts-1)
	if failure == "" {
		return
	}
	t.Failed++
	// A container's log has lines of 16 KB.
	if len(t.Failures) < 40 {
		t.Failures = append(t.Failures, time.Now().UTC().Format("15:04:05.000 ")+failure)
	}
}

func (t *tally) say() {
	t.Lock()
	defer t.Unlock()
	json.NewEncoder(os.Stdout).Encode(t)
}

func main() {
	rate := flag.Float64("rate", 10, "requests a second of each connection")
	connections := flag.Int("connections", 8, "connections, each kept open from request to request")
	host := flag.String("host", "", "the Host header")
	flag.Parse()
	stop := make(chan struct{})
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	go func() {
		<-signals
		close(stop)
	}()

	result := tally{Failures: []string{}}
	var clients sync.WaitGroup
	for i := 0; i < *connections; i++ {
		clients.Add(1)
		go func() {
			defer clients.Done()
			// One transport each: no connection is shared.
			client := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{}}
			tick := time.NewTicker(time.Duration(float64(time.Second) / *rate))
			defer tick.Stop()
			for {
				select {
				case <-stop:
					return
				case <-tick.C:
					result.add(ask(client, flag.Arg(0), *host))
				}
			}
		}()
	}
	go func() {
		for range time.Tick(time.Second) {
			result.say()
		}
	}()
	clients.Wait()
	result.say()
}

// ask says what went wrong, or nothing, and how many connections it took.
func ask(client *http.Client, url, host string) (failure string, attempts int) {
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { attempts++ }}
	request, err := http.NewRequestWithContext(httptrace.WithClientTrace(context.Background(), trace), "GET", url, nil)
	if err != nil {
		return err.Error(), attempts
	}
	request.Host = host
	answer, err := client.Do(request)
	if err != nil {
		return err.Error(), attempts
	}
	defer answer.Body.Close()
	if _, err := io.Copy(io.Discard, answer.Body); err != nil {
		return err.Error(), attempts
	}
	if answer.StatusCode != http.StatusOK {
		return fmt.Sprint("answered ", answer.StatusCode), attempts
	}
	return "", attempts
}

func max(a, b int) int {
	if a > b {
		return a
	}
	return b
}
