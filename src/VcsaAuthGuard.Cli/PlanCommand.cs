using System.CommandLine;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.GatewayQueues;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli;

/// <summary><c>vcsa-authguard plan FILE...</c></summary>
internal static class PlanCommand
{
    private const int PipedWidth = 80;
    private const int MinWidth = 40;

    public static Command Create()
    {
        Argument<string[]> files = Arguments.WindowFiles();
        Option<TimeInput?> from = Arguments.Time("--from", "Start of the horizon (default: now)");
        Option<string?> timeZone = Arguments.TimeZone("Time zone of a time without an offset");
        Option<int?> days = Arguments.IntegerInRange("--days", 1, PlanOptions.MaxDays, "Length of the horizon in days. Default: 7.");
        Option<TimeSpan?> step = Arguments.Duration(
            "--step",
            "Grid of the proposed starts, in whole minutes, such as 15m, which is the default.",
            TimeSpan.FromMinutes(1),
            TimeSpan.FromHours(12));
        Option<int?> maxVms = Arguments.IntegerInRange(
            "--max-vm",
            0,
            int.MaxValue,
            "Maximum number of VMs processed at the same time on one vCenter."
        );
        Option<int?> maxSessions = Arguments.IntegerInRange(
            "--max-session",
            0,
            int.MaxValue,
            "Maximum number of sessions held at the same time on one vCenter."
        );
        Option<int?> concurrency = Arguments.IntegerInRange(
            "--concurrency",
            1,
            GatewayQueue.MaxConcurrency,
            "Number of requests the host gateway serves at the same time. Default: 52, an assumption."
        );
        Option<int?> width = Arguments.IntegerInRange(
            "--width",
            MinWidth,
            1000,
            "Width of the chart in columns. Default: the terminal's width; 80 for a file or pipe."
        );
        OutputArguments output = new("Prints one JSON object per line: each window, then the summary.");
        Command command = new(
            "plan",
            "Proposes start times that keep windows of different roles apart, with a chart of one day. Exit code 3: "
                + "overlaps or load over a limit remain."
        )
        {
            files, from, timeZone, days, step, maxVms, maxSessions, concurrency, width,
        };
        output.AddTo(command);
        command.SetAction(parsed =>
        {
            PlanOptions options = new()
            {
                From = (parsed.GetValue(from) ?? TimeInput.Now).Resolve(parsed.GetValue(timeZone)),
                Days = parsed.GetValue(days) ?? 7,
                Step = parsed.GetValue(step) ?? TimeSpan.FromMinutes(15),
                MaxConcurrentVM = parsed.GetValue(maxVms),
                MaxSession = parsed.GetValue(maxSessions),
                Concurrency = parsed.GetValue(concurrency) ?? BulkArrival.DefaultServedAtOnce,
            };
            return Run(parsed.GetValue(files)!, options, output.Read(parsed), parsed.GetValue(width) ?? Width());
        });
        return command;
    }

    private static int Run(IReadOnlyList<string> files, PlanOptions options, OutputFormat format, int width)
    {
        int wrong = 0;
        void Report(InputProblem problem)
        {
            Console.Error.WriteLine(TerminalText.OneLine(problem.ToString()));
            wrong += problem.Kind == InputProblemKind.Ignored ? 0 : 1;
        }

        List<BackupWindow> windows =
        [
            .. files.Distinct().SelectMany(file => file == "-" ? WindowFile.Read(Console.In, "-", Report) : WindowFile.Read(file, Report)),
        ];
        WindowPlan plan = WindowPlanner.Plan(windows, options);
        using Stream output = StandardOutput.Open();
        PlanWriter writer = new(output);
        try
        {
            if (format == OutputFormat.Json)
            {
                writer.WriteJson(plan);
            }
            else if (format == OutputFormat.Csv)
            {
                writer.WriteCsv(plan);
            }
            else
            {
                writer.WriteText(plan, windows, width);
            }
        }
        catch (IOException e) when (!writer.IsOpen)
        {
            Console.Error.WriteLine($"The output could not be written: {e.Message}");
            return ExitCode.OutputFailed;
        }

        if (wrong > 0)
        {
            Console.Error.WriteLine($"{wrong} inputs or rows could not be read (see above).");
            return ExitCode.InputUnreadable;
        }

        return plan.After.HasProblems ? ExitCode.OverlapsFound : ExitCode.Success;
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
