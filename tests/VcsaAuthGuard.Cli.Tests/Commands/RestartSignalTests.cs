using System.Diagnostics;
using System.Globalization;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Tests.Appliances;

namespace VcsaAuthGuard.Cli.Tests.Commands;

/// <summary>
/// The program itself is ended by a signal in each step of a restart: by a terminal that is closed (HUP), by an operator (TERM), or without
/// a chance to react (KILL). Afterwards all services that ran before run again, and the lock is gone. The signal is sent once the appliance
/// has come to the step, never after a time.
/// </summary>
public sealed class RestartSignalTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(10);
    private static readonly string[] Signals = ["HUP", "TERM", "KILL"];

    /// <summary>Specifies how services are restarted.</summary>
    public enum Kind
    {
        /// <summary>All are stopped and started.</summary>
        Full,

        /// <summary>The proxy pipeline is stopped and started: the appliance has no --restart.</summary>
        StopAndStart,

        /// <summary>The proxy pipeline is restarted in one step.</summary>
        Restart,
    }

    /// <summary>Specifies what the appliance has come to.</summary>
    public enum Moment
    {
        /// <summary>vpxd is being stopped.</summary>
        StopBegins,

        /// <summary>vpxd is stopped.</summary>
        StopEnds,

        /// <summary>vpxd is being started.</summary>
        StartBegins,

        /// <summary>vpxd is started.</summary>
        StartEnds,
    }

    /// <summary>Returns each step with one of the signals, or with all with VCSA_TESTS_FULL=1.</summary>
    public static TheoryData<Kind, Moment, string> Cases()
    {
        bool isFull = Environment.GetEnvironmentVariable("VCSA_TESTS_FULL") == "1";
        TheoryData<Kind, Moment, string> cases = [];
        foreach (Kind kind in Enum.GetValues<Kind>())
        {
            foreach (Moment moment in Enum.GetValues<Moment>())
            {
                foreach (string signal in isFull ? Signals : [Signals[((int)kind + (int)moment) % Signals.Length]])
                {
                    // At the end of the start nothing is left to be done but to give the lock back.
                    if (isFull || moment != Moment.StartEnds)
                    {
                        cases.Add(kind, moment, signal);
                    }
                }
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Services_run_again_when_a_signal_ends_the_program(Kind kind, Moment moment, string signal)
    {
        using StandInAppliance appliance = new();
        Require(appliance);
        if (kind == Kind.StopAndStart)
        {
            appliance.SetFault("*", ApplianceAction.Restart, ApplianceFault.Missing);
        }

        appliance.SetFault("vpxd", ApplianceAction.Stop, ApplianceFault.Slow, 0.5, times: 1);
        appliance.SetFault("vpxd", ApplianceAction.Start, ApplianceFault.Slow, 0.5, times: 1);
        IReadOnlyDictionary<string, StandInService> before = appliance.States();
        using Process program = Start(appliance, kind);
        await WaitAsync(() => IsMet(appliance, moment), () => program.HasExited, $"The restart did not come to {moment}.");
        Repository.Run("kill", [$"-{signal}", program.Id.ToString(CultureInfo.InvariantCulture)]);
        await program.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Deadline, TestContext.Current.CancellationToken);
        await appliance.WaitForLockReleaseAsync();
        IReadOnlyDictionary<string, StandInService> after = appliance.States();
        Assert.Empty(before.Values.Where(service => service.IsUp && !after[service.Id].IsUp).Select(service => service.Name));
        Assert.NotEqual(before["vpxd"].ProcessId, after["vpxd"].ProcessId);
    }

    private static bool IsMet(StandInAppliance appliance, Moment moment) => moment switch
    {
        Moment.StopBegins => appliance.History()["vpxd"].Any(entry => entry.Service.RunState == "STOPPING"),
        Moment.StopEnds => appliance.Log().Any(line => line.StartsWith("Stop vpxd", StringComparison.Ordinal)),
        Moment.StartBegins => appliance.History()["vpxd"].Any(entry => entry.Service.RunState == "STARTING"),
        _ => appliance.Log().Any(line => line.StartsWith("Start vpxd", StringComparison.Ordinal)),
    };

    private static async Task WaitAsync(Func<bool> condition, Func<bool> hasEnded, string problem)
    {
        Stopwatch clock = Stopwatch.StartNew();
        while (!condition())
        {
            // What the program did before its end may be seen only now.
            Assert.True(clock.Elapsed < Deadline && (!hasEnded() || condition()), problem);
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    private static Process Start(StandInAppliance appliance, Kind kind)
    {
        ProcessStartInfo start = new(
            "dotnet",
            [
                typeof(CliJson).Assembly.Location, "restart", "--yes", "--scope", kind == Kind.Full ? "Full" : "Targeted",
                string.Create(CultureInfo.InvariantCulture, $"{StandInAppliance.Host}:{appliance.Port}"),
                "--ssh-user", StandInAppliance.User, "--key-file", appliance.ClientKeyPath, "--known-hosts", appliance.KnownHostsPath,
            ])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static void Require(StandInAppliance appliance)
    {
        if (appliance.Missing is string missing)
        {
            Assert.SkipUnless(Repository.IsRequired(StandInAppliance.Peer), missing);
            Assert.Fail(missing);
        }
    }
}
