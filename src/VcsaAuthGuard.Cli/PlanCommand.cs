using System.CommandLine;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.GatewayQueues;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli;

/// <summary><c>vcsa-authguard plan FILE...</c></summary>
internal static class PlanCommand
{
    private const int PipedWidth = 80;
    private const int LeastWidth = 40;

    public static Command Create()
    {
        Argument<string[]> files = Arguments.WindowFiles();
        Option<DateTimeOffset?> from = Arguments.Time("--from", "The start of the span that is looked at (default: now)");
        Option<int?> days = Arguments.Between("--days", 1, PlanOptions.MostDays, "How many days are looked at. Default: 7.");
        Option<int?> step = Arguments.Between("--step", 1, 720, "Proposed starts are at whole multiples of so many minutes. Default: 15.");
        Option<int?> maxVms = Arguments.Between("--max-vm", 0, int.MaxValue, "How many VMs may be worked on together at a vCenter.");
        Option<int?> maxSessions = Arguments.Between("--max-session", 0, int.MaxValue, "How many sessions may be held together at a vCenter.");
        Option<int?> servedAtOnce = Arguments.Between(
            "--served-at-once", 1, GatewayQueue.MostConcurrency, "How many requests the host gateway serves at a time: an assumption, 52 by default.");
        Option<int?> width = Arguments.Between("--width", LeastWidth, 1000, "How many columns the chart has. Default: the terminal's; 80 into a file or pipe.");
        Option<bool> json = new("--json") { Description = "One JSON object a line: each window, then the summary." };
        Command command = new("plan", "Proposes starts that keep windows of different roles apart, with a chart of a day. Exit code 3: overlaps or load over a limit remain.")
        {
            files, from, days, step, maxVms, maxSessions, servedAtOnce, width, json,
        };
        command.SetAction(parsed =>
        {
            PlanOptions options = new()
            {
                From = parsed.GetValue(from) ?? DateTimeOffset.UtcNow,
                Days = parsed.GetValue(days) ?? 7,
                Step = TimeSpan.FromMinutes(parsed.GetValue(step) ?? 15),
                MaxConcurrentVM = parsed.GetValue(maxVms),
                MaxSession = parsed.GetValue(maxSessions),
                Concurrency = parsed.GetValue(servedAtOnce) ?? BulkArrival.DefaultServedAtOnce,
            };
            return Run(parsed.GetValue(files)!, options, parsed.GetValue(json), parsed.GetValue(width) ?? Width());
        });
        return command;
    }

    private static int Run(IReadOnlyList<string> files, PlanOptions options, bool json, int width)
    {
        int wrong = 0;
        void Tell(InputProblem problem)
        {
            Console.Error.WriteLine(TerminalText.OneLine(problem.ToString()));
            wrong += problem.Kind == InputProblemKind.Ignored ? 0 : 1;
        }

        List<BackupWindow> windows = [.. files.Distinct().SelectMany(file => file == "-" ? WindowFile.Read(Console.In, "-", Tell) : WindowFile.Read(file, Tell))];
        WindowPlan plan = WindowPlanner.Plan(windows, options);
        using Stream output = Console.OpenStandardOutput();
        PlanWriter writer = new(output);
        try
        {
            if (json)
            {
                writer.WriteJson(plan);
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

        return plan.After.IsTrouble ? ExitCode.OverlapsFound : ExitCode.Success;
    }

    private static int Width()
    {
        try
        {
            return Console.IsOutputRedirected ? PipedWidth : Math.Max(Console.WindowWidth, LeastWidth);
        }
        catch (IOException)
        {
            return PipedWidth;
        }
    }
}
