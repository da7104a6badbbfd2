using System.CommandLine;
using System.Globalization;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Import;
using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.GatewayQueues;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli;

/// <summary><c>vcsa-authguard overlap FILE...</c></summary>
internal static class OverlapCommand
{
    public static Command Create()
    {
        Argument<string[]> files = Arguments.WindowFiles();
        Option<DateTimeOffset?> from = Arguments.Time("--from", "The horizon's start (default: now)");
        Option<DateTimeOffset?> to = Arguments.Time("--to", "The horizon's end");
        Option<int?> days = Arguments.Between("--days", 1, int.MaxValue, "How many days the horizon has, where --to is not given. Default: 28.");
        Option<int?> maxVms = Arguments.Between("--max-vm", 0, int.MaxValue, "How many VMs may be worked on together at a vCenter.");
        Option<int?> maxSessions = Arguments.Between("--max-session", 0, int.MaxValue, "How many sessions may be held together at a vCenter.");
        Option<int?> servedAtOnce = Arguments.Between("--served-at-once", 1, int.MaxValue, "How many requests the host gateway serves at a time: an assumption, 52 by default.");
        Option<bool> includeSameRole = new("--include-same-role") { Description = "Windows of one role overlap too: backup with backup." };
        Option<bool> json = new("--json") { Description = "One JSON object a line." };
        Command command = new("overlap", "Lists the windows that run together against one vCenter. Exit code 3: there are some.")
        {
            files, from, to, days, maxVms, maxSessions, servedAtOnce, includeSameRole, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(to) is not null && result.GetResult(days) is not null)
            {
                result.AddError("--to and --days exclude each other.");
            }
        });
        command.SetAction(parsed =>
        {
            DateTimeOffset start = parsed.GetValue(from) ?? DateTimeOffset.UtcNow;
            if (OverlapOptions.EndOf(start, parsed.GetValue(to), parsed.GetValue(days)) is not DateTimeOffset end)
            {
                Console.Error.WriteLine("The horizon ends before it starts, or after the year 9990: see --from, --to and --days.");
                return ExitCode.WrongUsage;
            }

            OverlapOptions options = new()
            {
                From = start,
                To = end,
                IncludeSameRole = parsed.GetValue(includeSameRole),
                MaxConcurrentVM = parsed.GetValue(maxVms),
                MaxSession = parsed.GetValue(maxSessions),
                WaitModel = BulkArrival.Model(parsed.GetValue(servedAtOnce) ?? BulkArrival.DefaultServedAtOnce),
            };
            return Run(parsed.GetValue(files)!, options, parsed.GetValue(json));
        });
        return command;
    }

    private static int Run(IReadOnlyList<string> files, OverlapOptions options, bool json)
    {
        int wrong = 0;
        void Tell(InputProblem problem)
        {
            Console.Error.WriteLine(TerminalText.OneLine(problem.ToString()));
            wrong += problem.Kind == InputProblemKind.Ignored ? 0 : 1;
        }

        List<BackupWindow> windows = [.. files.Distinct().SelectMany(file => file == "-" ? WindowFile.Read(Console.In, "-", Tell) : WindowFile.Read(file, Tell))];
        using Stream output = Console.OpenStandardOutput();
        IRowWriter<OverlapRow> writer = json ? OverlapWriters.Json(output) : OverlapWriters.Table(output);
        int count = 0;
        try
        {
            foreach (WindowOverlap overlap in OverlapFinder.Find(windows, options))
            {
                writer.Write(OverlapRow.Of(overlap));
                count++;
            }

            writer.Flush();
        }
        catch (IOException e) when (!writer.IsOpen)
        {
            Console.Error.WriteLine($"The output could not be written: {e.Message}");
            return ExitCode.OutputFailed;
        }

        Console.Error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{count} overlaps of {windows.Count} windows from {options.From.UtcDateTime:yyyy-MM-dd HH:mm'Z'} to {options.To.UtcDateTime:yyyy-MM-dd HH:mm'Z'}."));
        if (wrong > 0)
        {
            Console.Error.WriteLine($"{wrong} inputs or rows could not be read (see above).");
            return ExitCode.InputUnreadable;
        }

        return count > 0 ? ExitCode.OverlapsFound : ExitCode.Success;
    }
}
