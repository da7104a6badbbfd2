using System.CommandLine;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Inputs;
using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Schedules;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary>Defines the command <c>vcsa-authguard faults PATH...</c>.</summary>
internal static class FaultsCommand
{
    public static Command Create()
    {
        Argument<string[]> paths = LogPaths.Create("vpxd's own logs, and others that can contain the kind of fault", isOptional: true);
        LiveArguments live = new(LiveArguments.ServerDescription) { Platform = new() };
        Option<string[]> kind = Arguments.Kind();
        (Option<TimeInput?> after, Option<TimeInput?> before) = Arguments.Range("faults");
        Option<string?> timeZone = Arguments.TimeZone();
        OutputArguments output = new(hasWide: true);
        Command command = new("faults", "Lists the refused and failed API calls in vCenter logs.")
        {
            paths, kind, after, before, timeZone,
        };
        live.AddTo(command);
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
            return UsageGuard.Run(() =>
            {
                using PlatformLogs? platform = live.OpenPlatform(parsed, paths, new(query.After, query.Before));
                LiveServerSet? servers = live.Read(parsed, paths);
                // A platform is asked by its own time, and gives no more than that.
                FaultQuery wanted = platform is null ? query : new() { Kinds = query.Kinds };
                return Run(parsed.GetValue(paths)!, servers, platform, wanted, Arguments.ToZone(zone), output.Read(parsed));
            });
        });
        return command;
    }

    private static int Run(
        IReadOnlyList<string> paths,
        LiveServerSet? servers,
        PlatformLogs? platform,
        FaultQuery query,
        Func<DateTimeOffset, DateTimeOffset>? toZone,
        OutputFormat format)
    {
        LogReadReport report = LogPaths.NewReport();
        using CommandStop? stop = platform is null ? null : new();
        long count = 0;
        bool isWritten = RowWriters.TryWrite<AuthFault>(output => FaultWriters.Create(output, format), writer =>
        {
            void Write(AuthFault fault)
            {
                writer.Write(toZone is null ? fault : fault.WithTimes(toZone));
                count++;
            }

            servers?.Read(new(query.After, query.Before), (reader, post, token) =>
            {
                foreach (AuthFault fault in reader.ReadFaults(query, token))
                {
                    post(() => Write(fault));
                }
            });
            try
            {
                foreach (AuthFault fault in
                    platform is not null ? FaultReader.Read(platform, query, report, stop!.Token)
                    : servers is null ? FaultReader.Read(LogPaths.ToInputs(paths, report, query.Logs), query, report)
                    : [])
                {
                    Write(fault);
                }
            }
            catch (Exception e) when (e is PlatformException or OperationCanceledException)
            {
                // What was found before stays; the caller reports the failure.
                writer.Flush();
                throw;
            }
        });
        if (!isWritten)
        {
            return ExitCode.OutputFailed;
        }

        ReadSummary summary = new(Console.Error, report, toZone);
        if (servers is null)
        {
            summary.Write(count, "fault");
        }

        summary.Write(query.UntimedLeftOut, "fault", "left out: it has no time to compare with --after and --before.");
        return servers is not null ? servers.Code : report.Problems > 0 ? ExitCode.InputUnreadable : ExitCode.Success;
    }
}
