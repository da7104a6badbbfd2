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
using VcsaAuthGuard.Logs.Reading;
using VcsaAuthGuard.Settings;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.Watching;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary>Defines the command <c>vcsa-authguard watch PATH...</c>, also <c>vcsa-authguard watch --server NAME</c>.</summary>
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
            Description = "Reads existing logs from their start, unless the state file says how far they were read. For a time in "
                + "the past, use faults --after.",
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
        windowsService.Validators.Add(result =>
        {
            if (result.Tokens.Count >= 0 && !result.Implicit && !OperatingSystem.IsWindows())
            {
                result.AddError("--windows-service is for Windows.");
            }
        });
        Option<string?> state = new("--state")
        {
            Description = "File that records how far the logs have been read, so that the next run continues there.",
        };
        Option<string?> textFile = new("--text-file") { Description = "Metrics file (.prom) for node_exporter's textfile collector." };
        Option<bool> clientMetrics = new("--client-metrics")
        {
            Description = "Counts logins, calls and refused logins by class of client in the metrics, and the sessions of a --server. "
                + "Reads each call of the logs.",
        };
        WatchNotificationArguments notifications = new();
        Option<bool> json = new("--json") { Description = "Prints one JSON object per line: an event with its fault, burst or gap." };
        Command command = new(
            Name,
            "Follows vpxd's logs, on this machine or over the API of running servers, and reports refused and failed API calls, and bursts "
                + "of them, as they occur."
        )
        {
            paths, kind, threshold, period, duration, fromStart, state, textFile, clientMetrics, json, checkConfig,
            windowsService,
        };
        notifications.AddTo(command);
        live.AddTo(command);
        command.SetAction(parsed => UsageGuard.Run(() =>
        {
            if (SettingsArguments.Read(parsed.GetValue(live.Config)) is not GuardSettings settings)
            {
                return ExitCode.WrongUsage;
            }

            if (parsed.GetValue(checkConfig))
            {
                return WatchSettings.Check(settings, Console.Out);
            }

            WatchServiceOptions told = notifications.Read(parsed);
            settings = Override(settings, parsed);
            bool isTargetGiven = parsed.GetValue(paths) is { Length: > 0 } || parsed.GetValue(live.Server) is { Length: > 0 };
            bool isConfigured = !isTargetGiven && settings.Servers.Count + settings.Logs.Count > 0;
            IReadOnlyList<IRemoteLogs> machines = isConfigured
                ? WatchSettings.OpenServers(settings)
                : [.. (live.Read(parsed, paths)?.Sessions ?? []).Select(access => new FollowedServer(new() { Access = access })
                    {
                        CountsSessions = settings.CountsClients,
                    })];
            WatchServiceOptions options = settings.ToWatchService();
            options = options with
            {
                Paths = isConfigured ? options.Paths : parsed.GetValue(paths)!,
                Watch = options.Watch with { Server = live.NameOf(parsed, paths) },
                Duration = parsed.GetValue(duration),
                MetricsListen = told.MetricsListen ?? options.MetricsListen,
                OtlpEndpoint = told.OtlpEndpoint ?? options.OtlpEndpoint,
                Webhooks = told.Webhooks.Count > 0 ? told.Webhooks : options.Webhooks,
            };
            bool isJson = parsed.GetValue(json);
            return parsed.GetValue(windowsService) && OperatingSystem.IsWindows()
                ? WindowsWatchService.Run(token => Run(options, machines, isJson, token))
                : Run(options, machines, isJson, CancellationToken.None);
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
            CountsClients = parsed.GetValue(clientMetrics) || settings.CountsClients,
        };
    }

    private static int Run(WatchServiceOptions options, IReadOnlyList<IRemoteLogs> machines, bool json, CancellationToken external)
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
        using WatchNotifications? notifications = Start(options);
        if (notifications is null)
        {
            return ExitCode.WrongUsage;
        }

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
                notifications.Post(item);
            }

            buffer.Flush();
        }

        try
        {
            LogProbe.Check(options.Paths, report);
            using FaultWatcher watcher = new(options.Paths, machines, options.Watch, report);
            notifications.Serve(watcher);
            using OtlpExport? export = options.OtlpEndpoint is Uri collector ? new(collector, watcher) : null;
            if (options.Duration is TimeSpan span)
            {
                stop.CancelAfter(span);
            }

            do
            {
                WriteEvents(watcher.Poll());
                watcher.Acknowledge();
                WriteNotices(watcher, notifications, export);
            }
            while (!stop.Token.WaitHandle.WaitOne(watcher.IsBehind ? TimeSpan.Zero : FaultWatcher.Interval));

            WriteEvents(watcher.Complete());
            watcher.Acknowledge(isLast: true);
            untimed = watcher.Untimed;
            export?.Complete();
            WriteNotices(watcher, notifications, export);
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

        ReadSummary summary = new(Console.Error, report);
        summary.Write(faults, "fault");
        summary.Write(untimed, "fault", "without a time: cannot be in a burst.");
        foreach ((long count, string text) in notifications.Complete(ShutdownTimeout, CancellationToken.None))
        {
            summary.Write(count, "event", text);
        }

        return report.Problems > 0 ? ExitCode.InputUnreadable : ExitCode.Success;
    }

    private static WatchNotifications? Start(WatchServiceOptions options)
    {
        try
        {
            WatchNotifications notifications = new(options);
            if (notifications.MetricsAddress is string address)
            {
                Console.Error.WriteLine($"Metrics are served at {address}.");
            }

            return notifications;
        }
        catch (IOException e)
        {
            Console.Error.WriteLine($"{TerminalText.OneLine(e.Message)} Check --metrics-listen.");
            return null;
        }
    }

    private static void WriteNotices(FaultWatcher watcher, WatchNotifications notifications, OtlpExport? export)
    {
        foreach (string notice in notifications.DequeueNotices())
        {
            Console.Error.WriteLine(TerminalText.OneLine(notice));
        }

        foreach (string notice in new[] { watcher.DequeueNotice(), export?.DequeueNotice() }.OfType<string>())
        {
            Console.Error.WriteLine(TerminalText.OneLine(notice));
        }
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
