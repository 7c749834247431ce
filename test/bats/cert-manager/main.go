// cert-manager's controllers, and the server they start for a challenge, from cert-manager's own packages: its commands are modules of
// their own, which no module proxy has.
package main

import (
	"context"
	"flag"
	"log"
	"os"
	"os/signal"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/klog/v2"

	"github.com/cert-manager/cert-manager/pkg/controller"
	_ "github.com/cert-manager/cert-manager/pkg/controller/acmechallenges"
	_ "github.com/cert-manager/cert-manager/pkg/controller/acmeorders"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/acme"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/approver"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificaterequests/selfsigned"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificates/issuing"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificates/keymanager"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificates/readiness"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificates/requestmanager"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificates/revisionmanager"
	_ "github.com/cert-manager/cert-manager/pkg/controller/certificates/trigger"
	_ "github.com/cert-manager/cert-manager/pkg/controller/clusterissuers"
	_ "github.com/cert-manager/cert-manager/pkg/controller/issuers"
	_ "github.com/cert-manager/cert-manager/pkg/issuer/acme"
	"github.com/cert-manager/cert-manager/pkg/issuer/acme/http/solver"
	_ "github.com/cert-manager/cert-manager/pkg/issuer/selfsigned"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(os.Args) > 1 && strings.HasPrefix(os.Args[1], "--listen-port") {
		solve()
		return
	}
	image := flag.String("solver-image", "", "the image that holds this program")
	namespace := flag.String("namespace", "cert-manager", "where the accounts of cluster issuers are kept")
	flag.Parse()
	if err := control(ctx, *image, *namespace); err != nil {
		log.Fatal(err)
	}
}

func solve() {
	var one solver.HTTP01Solver
	flag.IntVar(&one.ListenPort, "listen-port", 8089, "")
	flag.StringVar(&one.Domain, "domain", "", "")
	flag.StringVar(&one.Token, "token", "", "")
	flag.StringVar(&one.Key, "key", "", "")
	flag.Parse()
	log.Fatal(one.Listen(klog.Background()))
}

func control(ctx context.Context, image, namespace string) error {
	factory, err := controller.NewContextFactory(ctx, controller.ContextOptions{
		IssuerOptions: controller.IssuerOptions{ClusterResourceNamespace: namespace},
		ACMEOptions: controller.ACMEOptions{
			HTTP01SolverImage:                 image,
			HTTP01SolverResourceRequestCPU:    resource.MustParse("1m"),
			HTTP01SolverResourceRequestMemory: resource.MustParse("16Mi"),
			HTTP01SolverResourceLimitsCPU:     resource.MustParse("1"),
			HTTP01SolverResourceLimitsMemory:  resource.MustParse("128Mi"),
			DNS01CheckRetryPeriod:             2 * time.Second,
		},
		CertificateOptions: controller.CertificateOptions{
			CertificateRequestMinimumBackoffDuration: time.Hour,
			CertificateRequestMaximumBackoffDuration: time.Hour,
		},
		SchedulerOptions: controller.SchedulerOptions{MaxConcurrentChallenges: 10},
	})
	if err != nil {
		return err
	}
	base, err := factory.Build()
	if err != nil {
		return err
	}
	ended := make(chan error)
	for name, construct := range controller.Known() {
		if strings.HasPrefix(name, "certificatesigningrequests") {
			continue
		}
		one, err := construct(factory)
		if err != nil {
			return err
		}
		go func() { ended <- one.Run(2, ctx) }()
	}
	base.SharedInformerFactory.Start(ctx.Done())
	base.KubeSharedInformerFactory.Start(ctx.Done())
	base.HTTP01ResourceMetadataInformersFactory.Start(ctx.Done())
	return <-ended
}
