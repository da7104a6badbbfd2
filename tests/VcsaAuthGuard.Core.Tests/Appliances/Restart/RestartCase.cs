using VcsaAuthGuard.Appliances.Restart;
using VcsaAuthGuard.Appliances;


namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>Something that goes wrong in a restart, and how the restart must end.</summary>
/// <param name="Name">What the test is called.</param>
/// <param name="Outcome">How it ends.</param>
/// <param name="Faults">What goes wrong.</param>
public sealed record RestartCase(string Name, RestartOutcome Outcome, params RestartCase.Fault[] Faults)
{
    private const double Back = 0.4; // Seconds until a killed sshd listens again.
    private const int Short = 2;

    /// <summary>Gets whether the appliance has no <c>--restart</c>.</summary>
    public bool LacksRestart { get; init; }

    /// <summary>Gets the services to restart.</summary>
    public RestartScope Scope { get; init; }

    /// <summary>Gets the time in seconds that services are given to come up: short where they never do.</summary>
    public int Seconds { get; init; } = 600;

    /// <summary>Gets whether a step never ends; it is late once it hangs.</summary>
    public bool HasHangingStep => Array.Exists(Faults, fault => fault.Kind == ApplianceFault.Hang);

    /// <summary>Gets whether the appliance cannot be reached any more; the time of the step is over once the client notices.</summary>
    public bool IsGone { get; init; }

    /// <summary>Gets whether the report must say that nothing proves that the processes are new.</summary>
    public bool IsUnproven { get; init; }

    /// <summary>Every fault at each step, for each service.</summary>
    public static IEnumerable<RestartCase> All()
    {
        foreach (string service in new[] { "vpxd", "envoy-hgw" })
        {
            foreach (RestartCase one in OfRestart(service).Concat(OfStopAndStart(service)))
            {
                yield return one;
            }
        }

        foreach (RestartCase one in OfTheRest())
        {
            yield return one;
        }
    }

    /// <summary>
    /// Returns one part of four of the cases, for one transport. Each case runs over one transport or the other, and with
    /// VCSA_TESTS_FULL=1 over both, which takes minutes more.
    /// </summary>
    public static IEnumerable<RestartCase> Of(ServiceTransport transport, int part)
    {
        const int Parts = 4;
        bool isFull = Environment.GetEnvironmentVariable("VCSA_TESTS_FULL") == "1";
        int turn = transport == ServiceTransport.OpenSsh ? 0 : 1;
        return All().Where((_, index) => index % Parts == part && (isFull || index / Parts % 2 == turn));
    }

    public override string ToString() => Name;

    private static IEnumerable<RestartCase> OfRestart(string service)
    {
        RestartCase Case(string name, RestartOutcome outcome, ApplianceFault fault, double seconds = 0, int times = 1) =>
            new($"--restart, {service}: {name}", outcome, new Fault(service, ApplianceAction.Restart, fault, seconds, times));

        yield return Case("slow", RestartOutcome.Restarted, ApplianceFault.Slow, 1);
        yield return Case("refused once", RestartOutcome.Restarted, ApplianceFault.Fail);
        yield return Case("refused always, a start works", RestartOutcome.Restarted, ApplianceFault.Fail, times: -1);
        yield return Case("says done, is down", RestartOutcome.Restarted, ApplianceFault.LieSuccess);
        yield return Case("says failed, is done", RestartOutcome.Restarted, ApplianceFault.LieFailure);
        yield return Case("says done, same process once", RestartOutcome.Restarted, ApplianceFault.SameProcess);
        yield return Case("says done, same process always", RestartOutcome.Failed, ApplianceFault.SameProcess, times: -1);
        yield return Case("degraded for a while", RestartOutcome.Restarted, ApplianceFault.Degraded, 1);
        yield return Case("degraded for good", RestartOutcome.Failed, ApplianceFault.Degraded, 0) with { Seconds = Short };
        yield return Case("unhealthy for a while", RestartOutcome.Restarted, ApplianceFault.Unhealthy, 1);
        yield return Case("dies once", RestartOutcome.Restarted, ApplianceFault.Dies, 0.2);
        yield return Case("never ends", RestartOutcome.Failed, ApplianceFault.Hang) with { Seconds = Short };
        yield return Case("connection lost before", RestartOutcome.Restarted, ApplianceFault.KillBefore, Back);
        yield return Case("connection lost within", RestartOutcome.Restarted, ApplianceFault.KillDuring, Back);
        yield return Case("connection lost after", RestartOutcome.Restarted, ApplianceFault.KillAfter, Back);
        yield return Case("connection gone for good", RestartOutcome.Failed, ApplianceFault.KillDuring, 0) with
        {
            Seconds = Short,
            IsGone = true,
        };
    }

    private static IEnumerable<RestartCase> OfStopAndStart(string service)
    {
        RestartCase Case(
            string name,
            RestartOutcome outcome,
            ApplianceAction action,
            ApplianceFault fault,
            double seconds = 0,
            int times = 1
        ) =>
            new($"{action}, {service}: {name}", outcome, new Fault(service, action, fault, seconds, times)) { LacksRestart = true };

        yield return Case("slow", RestartOutcome.Restarted, ApplianceAction.Stop, ApplianceFault.Slow, 0.5);
        yield return Case("refused once", RestartOutcome.Restarted, ApplianceAction.Stop, ApplianceFault.Fail);
        yield return Case("refused always", RestartOutcome.Failed, ApplianceAction.Stop, ApplianceFault.Fail, times: -1);
        yield return Case("says done, runs on", RestartOutcome.Restarted, ApplianceAction.Stop, ApplianceFault.LieSuccess);
        yield return Case("says failed, is down", RestartOutcome.Restarted, ApplianceAction.Stop, ApplianceFault.LieFailure);
        yield return Case("never ends", RestartOutcome.Failed, ApplianceAction.Stop, ApplianceFault.Hang) with { Seconds = Short };
        yield return Case("connection lost within", RestartOutcome.Restarted, ApplianceAction.Stop, ApplianceFault.KillDuring, Back);
        yield return Case("connection lost after", RestartOutcome.Restarted, ApplianceAction.Stop, ApplianceFault.KillAfter, Back);
        yield return Case("slow", RestartOutcome.Restarted, ApplianceAction.Start, ApplianceFault.Slow, 0.5);
        yield return Case("refused once", RestartOutcome.Restarted, ApplianceAction.Start, ApplianceFault.Fail);
        yield return Case("refused always", RestartOutcome.Failed, ApplianceAction.Start, ApplianceFault.Fail, times: -1);
        yield return Case("says done once, is down", RestartOutcome.Restarted, ApplianceAction.Start, ApplianceFault.LieSuccess);
        yield return Case("says done always, is down", RestartOutcome.Failed, ApplianceAction.Start, ApplianceFault.LieSuccess, times: -1);
        yield return Case("says failed, is up", RestartOutcome.Restarted, ApplianceAction.Start, ApplianceFault.LieFailure);
        yield return Case("dies once", RestartOutcome.Restarted, ApplianceAction.Start, ApplianceFault.Dies, 0.2);
        yield return Case("never ends", RestartOutcome.Failed, ApplianceAction.Start, ApplianceFault.Hang) with { Seconds = Short };
        yield return Case("connection lost before", RestartOutcome.Restarted, ApplianceAction.Start, ApplianceFault.KillBefore, Back);
        yield return Case("connection lost within", RestartOutcome.Restarted, ApplianceAction.Start, ApplianceFault.KillDuring, Back);
        yield return Case("connection gone for good", RestartOutcome.Failed, ApplianceAction.Start, ApplianceFault.KillAfter, 0) with
        {
            Seconds = Short,
            IsGone = true,
        };
    }

    private static IEnumerable<RestartCase> OfTheRest()
    {
        yield return new("nothing goes wrong", RestartOutcome.Restarted);
        yield return new("nothing goes wrong, without --restart", RestartOutcome.Restarted) { LacksRestart = true };
        yield return new("nothing goes wrong, everything", RestartOutcome.Restarted) { Scope = RestartScope.Full };
        yield return new(
            "the state cannot be read before",
            RestartOutcome.Refused,
            new Fault("*", ApplianceAction.Status, ApplianceFault.Unreadable, 0, -1)
        );
        yield return new(
            "there is no service-control",
            RestartOutcome.Refused,
            new Fault("*", ApplianceAction.Status, ApplianceFault.Missing, 0, -1)
        );
        yield return new(
            "the state cannot be read for a while after",
            RestartOutcome.Restarted,
            new Fault("*", ApplianceAction.Status, ApplianceFault.Unreadable, 0, 5, Skip: 3)
        );
        yield return new(
            "the state can never be read after",
            RestartOutcome.Failed,
            new Fault("*", ApplianceAction.Status, ApplianceFault.Unreadable, 0, -1, Skip: 3)
        )
        {
            Seconds = Short,
        };
        yield return new(
            "there is no vmon-cli",
            RestartOutcome.Restarted,
            new Fault("*", ApplianceAction.Vmon, ApplianceFault.Missing, 0, -1)
        )
        {
            IsUnproven = true,
        };
        yield return new(
            "everything, vpxd refused once",
            RestartOutcome.Restarted,
            new Fault("vpxd", ApplianceAction.Start, ApplianceFault.Fail, 0, 1)
        )
        {
            Scope = RestartScope.Full,
        };
        yield return new(
            "everything, the gateway refused always",
            RestartOutcome.Failed,
            new Fault("envoy-hgw", ApplianceAction.Start, ApplianceFault.Fail, 0, -1)
        )
        {
            Scope = RestartScope.Full,
        };
        yield return new(
            "everything, connection lost while stopping",
            RestartOutcome.Restarted,
            new Fault("vpxd", ApplianceAction.Stop, ApplianceFault.KillDuring, Back, 1)
        )
        {
            Scope = RestartScope.Full,
        };
    }

    /// <summary>A fault of the stand-in.</summary>
    public sealed record Fault(string Service, ApplianceAction Action, ApplianceFault Kind, double Seconds, int Times, int Skip = 0);
}
