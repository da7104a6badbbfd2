using System.CommandLine;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Inputs;
using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.GatewayQueues;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.QueueReplays;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary>Defines the command <c>vcsa-authguard plan FILE...</c>.</summary>
internal static class PlanCommand
{
    private const int PipedWidth = 80;
    private const int MinWidth = 40;

    public static Command Create()
    {
        Argument<string[]> files = Arguments.WindowFiles();
        Option<TimeInput?> from = Arguments.Time("--from", "Start of the horizon (default: now)");
        Option<string?> timeZone = Arguments.TimeZone(
            "Time zone of windows without one, which are errors otherwise, and of a time without an offset (default: UTC)", false);
        Option<int?> days = Arguments.IntegerInRange(
            "--days", 1, PlanOptions.MaxDays, "Number of days searched. Default: 7. Every plan is checked for 366 days.");
        Option<TimeSpan?> step = Arguments.Duration(
            "--step",
            "Grid of the proposed starts, in whole minutes, such as 15m, which is the default.",
            TimeSpan.FromMinutes(1),
            TimeSpan.FromHours(12));
        Option<int?> maxVms = Arguments.MaxVMs();
        Option<int?> maxSessions = Arguments.MaxSessions();
        Option<int?> concurrency = Arguments.IntegerInRange(
            "--concurrency",
            1,
            GatewayQueue.MaxConcurrency,
            "Number of requests the host gateway serves at the same time. Default: estimated with --replay, or else 52, an assumption."
        );
        Option<string[]> replay = new("--replay")
        {
            Description = "Log, folder or bundle whose requests are run through the model of the gateway queue: as they came, under the "
                + "plan, in batches and with one shared session. Can be repeated.",
        };
        Option<int?> width = Arguments.IntegerInRange(
            "--width",
            MinWidth,
            1000,
            "Width of the chart in columns. Default: the terminal's width; 80 for a file or pipe."
        );
        Option<string?> saveAs = new("--out")
        {
            Description = "File for the windows as planned: CSV that plan, overlap and ConvertTo-BackupWindow read.",
        };
        OutputArguments output = new("Prints one JSON object per line: each window, then the summary.");
        Command command = new(
            "plan",
            "Proposes start times that keep windows of different roles apart, with a chart of one day. Exit code 3: "
                + "overlaps or load over a limit remain."
        )
        {
            files, from, timeZone, days, step, maxVms, maxSessions, concurrency, replay, width, saveAs,
        };
        output.AddTo(command);
        command.SetAction(parsed =>
        {
            string? zone = parsed.GetValue(timeZone);
            PlanOptions options = new()
            {
                From = (parsed.GetValue(from) ?? TimeInput.Now).Resolve(zone),
                Days = parsed.GetValue(days) ?? 7,
                Step = parsed.GetValue(step) ?? TimeSpan.FromMinutes(15),
                MaxConcurrentVM = parsed.GetValue(maxVms),
                MaxSession = parsed.GetValue(maxSessions),
                Concurrency = parsed.GetValue(concurrency) ?? BulkArrival.DefaultServedAtOnce,
                ConcurrencySource = parsed.GetValue(concurrency) is null ? ConcurrencySource.Assumed : ConcurrencySource.Given,
            };
            PlanOutput outputs = new(parsed.GetValue(saveAs), output.Read(parsed), parsed.GetValue(width) ?? Width());
            return Run(parsed.GetValue(files)!, zone, options, parsed.GetValue(replay) ?? [], outputs);
        });
        return command;
    }

    private static int Run(
        IReadOnlyList<string> files, string? zone, PlanOptions options, string[] replay, PlanOutput outputs)
    {
        WindowInputs inputs = WindowInputs.Read(files, zone);
        if (inputs is { HasProblems: true, Windows.Count: 0 })
        {
            _ = inputs.WriteProblems();
            return ExitCode.InputUnreadable;
        }

        ReplayLogs? logs = replay.Length == 0 ? null : ReadLogs(replay, inputs);
        ConcurrencyEstimate estimate = QueueReplayer.Estimate(logs?.Requests ?? []);
        if (logs is not null && options.ConcurrencySource == ConcurrencySource.Assumed)
        {
            (int concurrency, ConcurrencySource source) = QueueReplayer.Choose(null, estimate);
            options = options with { Concurrency = concurrency, ConcurrencySource = source };
        }

        WindowPlan plan;
        try
        {
            plan = WindowPlanner.Plan(inputs.Windows, options);
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine(TerminalText.OneLine(e.Message));
            return ExitCode.InputUnreadable;
        }

        if (!Write(plan, inputs.Windows, outputs, logs, estimate) || (outputs.SaveAs is string path && !Save(plan, path)))
        {
            return ExitCode.OutputFailed;
        }

        return inputs.WriteProblems() ? ExitCode.InputUnreadable
            : plan.After.HasProblems ? ExitCode.OverlapsFound
            : ExitCode.Success;
    }

    private static bool Write(
        WindowPlan plan, IReadOnlyList<BackupWindow> windows, PlanOutput outputs, ReplayLogs? logs, ConcurrencyEstimate estimate)
    {
        using Stream output = StandardOutput.Open();
        PlanWriter writer = new(output);
        try
        {
            if (outputs.Format == OutputFormat.Json)
            {
                writer.WriteJson(plan);
            }
            else if (outputs.Format == OutputFormat.Csv)
            {
                writer.WriteCsv(plan);
            }
            else
            {
                writer.WriteText(plan, windows, outputs.Width);
            }

            if (logs is { Requests.Count: > 0 } && outputs.Format != OutputFormat.Csv)
            {
                int? concurrency = plan.Options.ConcurrencySource == ConcurrencySource.Given ? plan.Options.Concurrency : null;
                QueueReplayOptions options = new() { Concurrency = concurrency, Plan = plan.Windows };
                IReadOnlyList<QueueReplay> replays = QueueReplayer.Run(logs.Requests, logs.Refused, options);
                if (outputs.Format == OutputFormat.Json)
                {
                    writer.WriteReplays(replays);
                }
                else
                {
                    writer.WriteReplays(replays, estimate, outputs.Width);
                }
            }

            return true;
        }
        catch (IOException e) when (!writer.IsOpen)
        {
            Console.Error.WriteLine($"The output could not be written: {e.Message}");
            return false;
        }
    }

    private static ReplayLogs ReadLogs(string[] paths, WindowInputs inputs)
    {
        LogReadReport report = LogPaths.NewReport();
        ReplayLogs logs = ReplayLogs.Read(
            told => LogInputFinder.Find(paths, told, LogKinds.Vpxd | LogKinds.Envoy), null, null, null, report);
        inputs.Add(report.Problems);
        if (logs.Requests.Count == 0)
        {
            Console.Error.WriteLine("No request with a time and a duration was found, so there is no replay. Give an access log of Envoy, "
                + "or a vpxd log with the begin and end of calls ([VpxLRO] -- BEGIN, -- FINISH).");
        }

        return logs;
    }

    private static bool Save(WindowPlan plan, string path)
    {
        using StringWriter writer = new();
        WindowCsv.Write(writer, plan.Windows.Select(window => window.Window));
        return TextOutput.Write(writer.ToString(), path) == ExitCode.Success;
    }

    private static int Width()
    {
        try
        {
            return Console.IsOutputRedirected ? PipedWidth : Math.Max(Console.WindowWidth, MinWidth);
        }
        catch (IOException)
        {
            return PipedWidth;
        }
    }
}

/// <summary>Represents where and how a plan is written.</summary>
/// <param name="SaveAs">The file for the windows as planned; null if there is none.</param>
/// <param name="Format">The form of standard output.</param>
/// <param name="Width">The width of the chart.</param>
internal sealed record PlanOutput(string? SaveAs, OutputFormat Format, int Width);
