using System.CommandLine;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Cli;

/// <summary><c>vcsa-authguard faults PATH...</c></summary>
internal static class FaultsCommand
{
    public static Command Create()
    {
        Argument<string[]> paths = LogPaths.Create("vpxd's own logs, and others that can contain the kind of fault");
        Option<string[]> kind = Arguments.Kind();
        (Option<TimeInput?> after, Option<TimeInput?> before) = Arguments.Range("faults");
        Option<string?> timeZone = Arguments.TimeZone();
        OutputArguments output = new(hasWide: true);
        Command command = new("faults", "Lists the refused and failed API calls in vCenter logs.")
        {
            paths, kind, after, before, timeZone,
        };
        output.AddTo(command);
        command.SetAction(parsed =>
        {
            string? zone = parsed.GetValue(timeZone);
            FaultQuery query = new()
            {
                Kinds = Arguments.KindsOf(parsed.GetValue(kind)),
                After = parsed.GetValue(after)?.Resolve(zone),
                Before = parsed.GetValue(before)?.Resolve(zone),
            };
            return Run(parsed.GetValue(paths)!, query, Arguments.ToZone(zone), output.Read(parsed));
        });
        return command;
    }

    private static int Run(
        IReadOnlyList<string> paths, FaultQuery query, Func<DateTimeOffset, DateTimeOffset>? toZone, OutputFormat format)
    {
        LogReadReport report = LogPaths.NewReport();
        using Stream output = StandardOutput.Open();
        IRowWriter<AuthFault> writer = FaultWriters.Create(output, format);
        long count = 0;
        try
        {
            foreach (AuthFault fault in FaultReader.Read(LogPaths.ToInputs(paths, report, query.Logs), query, report))
            {
                writer.Write(toZone is null ? fault : fault.WithTimes(toZone));
                count++;
            }

            writer.Flush();
        }
        catch (IOException e) when (!writer.IsOpen)
        {
            Console.Error.WriteLine($"The output could not be written: {e.Message}");
            return ExitCode.OutputFailed;
        }

        ReadSummary summary = new(Console.Error, report);
        summary.Write(count, "fault");
        summary.Write(query.UntimedLeftOut, "fault", "left out: it has no time to compare with --after and --before.");
        return report.Problems > 0 ? ExitCode.InputUnreadable : ExitCode.Success;
    }
}
