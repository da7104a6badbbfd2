using System.CommandLine;
using System.Globalization;
using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Inputs;
using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.GatewayQueues;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary>Defines the command <c>vcsa-authguard overlap FILE...</c>.</summary>
internal static class OverlapCommand
{
    public static Command Create()
    {
        Argument<string[]> files = Arguments.WindowFiles();
        Option<TimeInput?> from = Arguments.Time("--from", "Start of the horizon (default: now)");
        Option<TimeInput?> to = Arguments.Time("--to", "End of the horizon");
        Option<string?> timeZone = Arguments.TimeZone(
            "Time zone of windows without one, which are errors otherwise, and of other times without an offset (default: UTC)", false);
        Option<int?> days = Arguments.IntegerInRange(
            "--days",
            1,
            int.MaxValue,
            "Length of the horizon in days, unless --to is given. Default: 28."
        );
        Option<int?> maxVms = Arguments.MaxVMs();
        Option<int?> maxSessions = Arguments.MaxSessions();
        Option<int?> concurrency = Arguments.IntegerInRange(
            "--concurrency",
            1,
            int.MaxValue,
            "Number of requests the host gateway serves at the same time. Default: 52, an assumption."
        );
        Option<bool> includeSameRole = new("--include-same-role")
        {
            Description = "Also reports overlaps of windows with the same role, such as two backups.",
        };
        OutputArguments output = new();
        Command command = new("overlap", "Lists windows that overlap on one vCenter. Exit code 3: overlaps were found.")
        {
            files, from, to, timeZone, days, maxVms, maxSessions, concurrency, includeSameRole,
        };
        output.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(to) is not null && result.GetResult(days) is not null)
            {
                result.AddError("--to and --days cannot be used together.");
            }
        });
        command.SetAction(parsed =>
        {
            string? zone = parsed.GetValue(timeZone);
            DateTimeOffset start = (parsed.GetValue(from) ?? TimeInput.Now).Resolve(zone);
            if (OverlapOptions.GetEnd(start, parsed.GetValue(to)?.Resolve(zone), parsed.GetValue(days)) is not DateTimeOffset end)
            {
                Console.Error.WriteLine("The horizon ends before it starts, or after the year 9990. Check --from, --to and --days.");
                return ExitCode.WrongUsage;
            }

            OverlapOptions options = new()
            {
                From = start,
                To = end,
                IncludeSameRole = parsed.GetValue(includeSameRole),
                MaxConcurrentVM = parsed.GetValue(maxVms),
                MaxSession = parsed.GetValue(maxSessions),
                WaitModel = BulkArrival.Model(parsed.GetValue(concurrency) ?? BulkArrival.DefaultServedAtOnce),
            };
            return Run(parsed.GetValue(files)!, options, zone, output.Read(parsed));
        });
        return command;
    }

    private static int Run(
        IReadOnlyList<string> files, OverlapOptions options, string? zone, OutputFormat format)
    {
        Func<DateTimeOffset, DateTimeOffset>? toZone = Arguments.ToZone(zone);
        WindowInputs inputs = WindowInputs.Read(files, zone);
        int count = 0;
        bool isWritten = RowWriters.TryWrite<OverlapRow>(output => OverlapWriters.Create(output, format), writer =>
        {
            foreach (WindowOverlap overlap in OverlapFinder.Find(inputs.Windows, options))
            {
                writer.Write(OverlapRow.From(toZone is null ? overlap : overlap.WithTimes(toZone)));
                count++;
            }
        });
        if (!isWritten)
        {
            return ExitCode.OutputFailed;
        }

        Console.Error.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Phrases.Count(count, "overlap")} of {Phrases.Count(inputs.Windows.Count, "window")} from "
                    + $"{options.From.UtcDateTime:yyyy-MM-dd HH:mm'Z'} to "
                    + $"{options.To.UtcDateTime:yyyy-MM-dd HH:mm'Z'}."
            )
        );
        return inputs.WriteProblems() ? ExitCode.InputUnreadable : count > 0 ? ExitCode.OverlapsFound : ExitCode.Success;
    }
}
