using System.CommandLine;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Reading;

namespace VcsaAuthGuard.Cli;

/// <summary><c>vcsa-authguard faults PATH...</c></summary>
internal static class FaultsCommand
{
    public static Command Create()
    {
        Argument<string[]> paths = LogPaths.Create("vpxd's own logs");
        Option<string[]> kind = Arguments.Kind();
        Option<DateTimeOffset?> after = Arguments.Time("--after", "Only faults at or after this time");
        Option<DateTimeOffset?> before = Arguments.Time("--before", "Only faults before this time");
        Option<bool> json = new("--json") { Description = "Prints one JSON object per line." };
        Command command = new("faults", "Lists the refused and failed API calls in vCenter logs.") { paths, kind, after, before, json };
        command.SetAction(parsed =>
        {
            FaultQuery query = new()
            {
                Kinds = Arguments.KindsOf(parsed.GetValue(kind)),
                After = parsed.GetValue(after),
                Before = parsed.GetValue(before),
            };
            return Run(parsed.GetValue(paths)!, query, parsed.GetValue(json));
        });
        return command;
    }

    private static int Run(IReadOnlyList<string> paths, FaultQuery query, bool json)
    {
        LogReadReport report = LogPaths.NewReport();
        using Stream output = StandardOutput.Open();
        IRowWriter<AuthFault> writer = json ? FaultWriters.Json(output) : FaultWriters.Table(output);
        long count = 0;
        try
        {
            foreach (AuthFault fault in FaultReader.Read(LogPaths.ToInputs(paths, report, LogKinds.Vpxd), query, report))
            {
                writer.Write(fault);
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
        summary.Note(query.UntimedLeftOut, "fault", "left out: it has no time to compare with --after and --before.");
        return report.Problems > 0 ? ExitCode.InputUnreadable : ExitCode.Success;
    }
}
