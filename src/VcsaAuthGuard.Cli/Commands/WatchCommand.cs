using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Inputs;
using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.LiveServers;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Reading;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary><c>vcsa-authguard watch PATH...</c>, <c>vcsa-authguard watch --server NAME</c></summary>
internal static class WatchCommand
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromMilliseconds(400);

    public static Command Create()
    {
        Argument<string[]> paths = new("PATH")
        {
            Description =
                "Folders of vpxd's logs, or single logs, on this machine. They need not exist yet and are followed through rotation "
                + "and truncation.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        paths.Validators.Add(Arguments.RefuseOptions);
        Option<string[]> kind = Arguments.Kind();
        Option<int?> threshold = Arguments.IntegerInRange(
            "--threshold",
            0,
            1_000_000,
            "Number of faults within the period that must be exceeded to report a burst. Default: 10 (KB 440879)."
        );
        Option<TimeSpan?> period = Arguments.Duration("--period", "The period, such as 5m, which is the default (KB 440879).");
        Option<TimeSpan?> duration = Arguments.Duration("--duration", "Ends after this time, such as 1h. Without it: Ctrl+C.");
        Option<bool> fromStart = new("--from-start")
        {
            Description = "Reads existing logs from their start, unless the state file says how far they were read.",
        };
        LiveArguments live = new(
            "Running vCenter Server to watch over its API, without SSH, in the place of PATH. Can be repeated. With PATH: the name of the "
                + "vCenter in the output; by default the folder of the logs.")
        {
            IsNameOfPaths = true,
        };
        Option<string?> state = new("--state")
        {
            Description = "File that records how far the logs have been read, so that the next run continues there.",
        };
        Option<string?> textFile = new("--text-file") { Description = "Metrics file (.prom) for node_exporter's textfile collector." };
        Option<Uri?> webhook = new("--webhook")
        {
            Description = "HTTP or HTTPS address to which each event is posted as JSON.",
            CustomParser = argument =>
            {
                if (Uri.TryCreate(argument.Tokens[0].Value, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https")
                {
                    return address;
                }

                argument.AddError("--webhook: not an http or https address."); // Not shown: it may be a secret.
                return null;
            },
        };
        Option<bool> json = new("--json") { Description = "Prints one JSON object per line: an event with its fault, burst or gap." };
        Command command = new(
            "watch",
            "Follows vpxd's logs, on this machine or over the API of running servers, and reports refused and failed API calls, and bursts "
                + "of them, as they occur."
        )
        {
            paths, kind, threshold, period, duration, fromStart, state, textFile, webhook, json,
        };
        live.AddTo(command);
        command.SetAction(parsed => UsageGuard.Run(() =>
            Run(
                parsed.GetValue(paths)!,
                live.Read(parsed, paths)?.Sessions ?? [],
                new WatchOptions
                {
                    Kinds = Arguments.KindsOf(parsed.GetValue(kind)),
                    Rule = new()
                    {
                        Threshold = parsed.GetValue(threshold) ?? BurstRule.Default.Threshold,
                        Period = parsed.GetValue(period) ?? BurstRule.Default.Period,
                    },
                    Server = live.NameOf(parsed, paths),
                    FromStart = parsed.GetValue(fromStart),
                    StatePath = parsed.GetValue(state),
                    TextFilePath = parsed.GetValue(textFile),
                },
                parsed.GetValue(duration),
                parsed.GetValue(webhook),
                parsed.GetValue(json)
            )
        ));
        return command;
    }

    private static int Run(
        string[] paths,
        IReadOnlyList<SessionAccess> sessions,
        WatchOptions options,
        TimeSpan? duration,
        Uri? address,
        bool json)
    {
        LogReadReport report = LogPaths.NewReport();
        using CancellationTokenSource stop = new();
        void End(PosixSignalContext signal)
        {
            // The first signal lets the watcher write its state and end by itself. A second one ends the process, whatever it waits for.
            signal.Cancel = true;
            if (stop.IsCancellationRequested)
            {
#pragma warning disable RS0030 // The main thread is blocked, so that no exit code can be returned.
                Environment.Exit(signal.Signal == PosixSignal.SIGINT ? ExitCode.Interrupted : ExitCode.Terminated);
#pragma warning restore RS0030
            }

            stop.Cancel();
        }

        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        using Webhook? webhook = address is null ? null : new(address);
        using Stream output = StandardOutput.Open(stop.Token);
        OutputBuffer buffer = new(output);
        long faults = 0;
        long untimed = 0;
        void WriteEvents(IReadOnlyList<WatchEvent> events)
        {
            foreach (WatchEvent item in events)
            {
                faults += item.Fault is null ? 0 : 1;
                buffer.Write(new StringBuilder(json ? Encoding.ASCII.GetString(WatchEventJson.Write(item)) : Line(item)));
                buffer.EndLine();
                webhook?.Post(item);
            }

            buffer.Flush();
        }

        try
        {
            LogProbe.Check(paths, report);
            FollowedServer[] servers = [.. sessions.Select(access => new FollowedServer(new() { Access = access }))];
            using FaultWatcher watcher = new(paths, servers, options, report);
            if (duration is TimeSpan span)
            {
                stop.CancelAfter(span);
            }

            do
            {
                WriteEvents(watcher.Poll());
                watcher.Acknowledge();
                foreach (string notice in new[] { webhook?.DequeueNotice(), watcher.DequeueNotice() }.OfType<string>())
                {
                    Console.Error.WriteLine(TerminalText.OneLine(notice));
                }
            }
            while (!stop.Token.WaitHandle.WaitOne(watcher.IsBehind ? TimeSpan.Zero : FaultWatcher.Interval));

            WriteEvents(watcher.Complete());
            watcher.Acknowledge(isLast: true);
            untimed = watcher.Untimed;
        }
        catch (WatchStateException e)
        {
            Console.Error.WriteLine($"{TerminalText.OneLine(e.Message)} Check --state and --text-file.");
            return ExitCode.OutputFailed;
        }
        catch (IOException e) when (!buffer.IsOpen)
        {
            Console.Error.WriteLine($"The output could not be written: {e.Message}");
            return ExitCode.OutputFailed;
        }

        webhook?.Drain(ShutdownTimeout, CancellationToken.None);
        ReadSummary summary = new(Console.Error, report);
        summary.Write(faults, "fault");
        summary.Write(untimed, "fault", "without a time: cannot be in a burst.");
        if (webhook is not null)
        {
            summary.Write(webhook.Dropped, "event", "dropped: more than 1,000 waited for the webhook.");
            summary.Write(webhook.Refused, "event", $"refused by the webhook's receiver. {webhook.LastFailure}");
            summary.Write(webhook.Waiting, "event", $"not delivered to the webhook at the end. {webhook.LastFailure}");
        }

        return report.Problems > 0 ? ExitCode.InputUnreadable : ExitCode.Success;
    }

    private static string Line(WatchEvent item)
    {
        string repeat = item.IsRepeat ? " (may have been reported before)" : "";
        if (item.Fault is AuthFault fault)
        {
            return TerminalText.OneLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{fault.Time:yyyy-MM-dd HH:mm:ss'Z'} {fault.Kind} {fault.VMHost ?? fault.VMHostId ?? "-"} {fault.Method ?? "-"} "
                        + $"{Path.GetFileName(fault.Source)}:{fault.LineNumber}{repeat}"
                )
            );
        }

        if (item.Gap is WatchedGap gap)
        {
            return TerminalText.OneLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{gap.End ?? gap.Start:yyyy-MM-dd HH:mm:ss'Z'} GAP {gap.Reason} {Path.GetFileName(gap.Source)} ")
                + $"unread from {Time(gap.Start)} to {Time(gap.End)} {gap.Server}{repeat}");
        }

        WatchedBurst burst = item.Burst!;
        return TerminalText.OneLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{burst.End:yyyy-MM-dd HH:mm:ss'Z'} {(burst.IsOpen ? "BURST" : "BURST OVER")} "
                    + $"{ReadSummary.Number(burst.Count, "fault")} since {burst.Start:HH:mm:ss'Z'} ({burst.Rule}) {burst.Server}{repeat}"
            )
        );
    }

    private static string Time(DateTimeOffset? time) =>
        time is null ? "an unknown time" : string.Create(CultureInfo.InvariantCulture, $"{time:HH:mm:ss'Z'}");
}
