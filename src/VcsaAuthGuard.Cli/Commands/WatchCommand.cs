using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Inputs;
using VcsaAuthGuard.Cli.Installation;
using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.LiveServers;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Following;
using VcsaAuthGuard.Settings;
using VcsaAuthGuard.Logs.Reading;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary><c>vcsa-authguard watch PATH...</c>, <c>vcsa-authguard watch --server NAME</c></summary>
internal static class WatchCommand
{
    /// <summary>The name of the command.</summary>
    public const string Name = "watch";

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
            Config = SettingsArguments.Config(
                "Settings file (YAML): servers, logs, thresholds, notifications, metrics. Options that are given come first, then "
                    + "VCSA_AUTHGUARD_ environment variables. Default: the file of VCSA_AUTHGUARD_CONFIG."),
        };
        Option<bool> checkConfig = new("--check-config")
        {
            Description = "Checks the settings file and its secrets, prints what is watched, and ends.",
        };
        Option<bool> windowsService = new("--windows-service")
        {
            Description = "Runs under the service manager of Windows; see service install --what windows.",
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
            Name,
            "Follows vpxd's logs, on this machine or over the API of running servers, and reports refused and failed API calls, and bursts "
                + "of them, as they occur."
        )
        {
            paths, kind, threshold, period, duration, fromStart, state, textFile, webhook, json, checkConfig,
            windowsService,
        };
        live.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(windowsService) && !OperatingSystem.IsWindows())
            {
                result.AddError("--windows-service is for Windows.");
            }
        });
        command.SetAction(parsed => LiveArguments.Run(() =>
        {
            if (SettingsArguments.Read(parsed.GetValue(live.Config)) is not GuardSettings settings)
            {
                return ExitCode.WrongUsage;
            }

            if (parsed.GetValue(checkConfig))
            {
                return WatchSettings.Check(settings, Console.Out);
            }

            bool isTargetGiven = parsed.GetValue(paths) is { Length: > 0 } || parsed.GetValue(live.Server) is { Length: > 0 };
            settings = Override(settings, parsed);
            bool isConfigured = !isTargetGiven && settings.Servers.Count + settings.Logs.Count > 0;
            IReadOnlyList<IRemoteLogs> machines = isConfigured
                ? WatchSettings.OpenServers(settings)
                : [.. (live.Read(parsed, paths)?.Sessions ?? []).Select(session => new FollowedServer(session))];
            WatchServiceOptions service = settings.ToWatchService();
            if (service.MetricsListen is not null || service.Webhooks.Any(item => item.Format != WebhookFormat.Generic))
            {
                throw new FormatException("metrics.listen and formats of notifications are not supported yet.");
            }

            service = service with
            {
                Paths = isConfigured ? service.Paths : parsed.GetValue(paths)!,
                Watch = service.Watch with { Server = live.NameOf(parsed, paths) },
                Duration = parsed.GetValue(duration),
            };
            bool isJson = parsed.GetValue(json);
            return parsed.GetValue(windowsService) && OperatingSystem.IsWindows()
                ? WindowsWatchService.Run(token => Run(service, machines, isJson, token))
                : Run(service, machines, isJson, CancellationToken.None);
        }));
        return command;

        GuardSettings Override(GuardSettings settings, ParseResult parsed) => settings with
        {
            Kinds = parsed.GetValue(kind) is { Length: > 0 } kinds ? Arguments.KindsOf(kinds) : settings.Kinds,
            Threshold = parsed.GetValue(threshold) ?? settings.Threshold,
            Period = parsed.GetValue(period) ?? settings.Period,
            FromStart = parsed.GetValue(fromStart) || settings.FromStart,
            StatePath = parsed.GetValue(state) ?? settings.StatePath,
            MetricsTextFile = parsed.GetValue(textFile) ?? settings.MetricsTextFile,
            Notifications = parsed.GetValue(webhook) is Uri address ? [new() { Address = address }] : settings.Notifications,
        };
    }

    private static int Run(WatchServiceOptions service, IReadOnlyList<IRemoteLogs> machines, bool json, CancellationToken external)
    {
        LogReadReport report = LogPaths.NewReport();
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(external);
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
        List<Webhook> webhooks = [.. service.Webhooks.Select(options => new Webhook(options.Address))];
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
                webhooks.ForEach(webhook => webhook.Post(item));
            }

            buffer.Flush();
        }

        try
        {
            LogProbe.Check(service.Paths, report);
            using FaultWatcher watcher = new(service.Paths, machines, service.Watch, report);
            if (service.Duration is TimeSpan span)
            {
                stop.CancelAfter(span);
            }

            do
            {
                WriteEvents(watcher.Poll());
                watcher.Acknowledge();
                foreach (string notice in webhooks.Select(webhook => webhook.DequeueNotice()).Append(watcher.DequeueNotice()).OfType<string>())
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

        webhooks.ForEach(webhook => webhook.Drain(ShutdownTimeout, CancellationToken.None));
        ReadSummary summary = new(Console.Error, report);
        summary.Write(faults, "fault");
        summary.Write(untimed, "fault", "without a time: cannot be in a burst.");
        foreach (Webhook webhook in webhooks)
        {
            summary.Write(webhook.Dropped, "event", "dropped: more than 1,000 waited for the webhook.");
            summary.Write(webhook.Refused, "event", $"refused by the webhook's receiver. {webhook.LastFailure}");
            summary.Write(webhook.Waiting, "event", $"not delivered to the webhook at the end. {webhook.LastFailure}");
            webhook.Dispose();
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
