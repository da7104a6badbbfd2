using System.CommandLine;
using System.Globalization;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.Text;
using VcsaAuthGuard.VSphere;
using VcsaAuthGuard.VSphere.Limits;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary>Defines the command <c>vcsa-authguard limits SERVER...</c>.</summary>
internal static class LimitsCommand
{
    public static Command Create()
    {
        ServerArguments servers = new();
        OutputArguments output = new();
        Option<bool> recommend = new("--recommend") { Description = "Gives the session limit that a peak asks for, and how to set it." };
        Option<int?> peak = Arguments.IntegerInRange(
            "--peak", 1, 1_000_000, "Largest number of sessions at once, measured over a week. Default: the number now.");
        Command command = new("limits", "Lists the limits and timeouts of vCenter Server, with their source and use.");
        servers.AddTo(command);
        command.Add(SettingsArguments.Config("Settings file (YAML) with servers and their account, where they are not given."));
        command.Add(recommend);
        command.Add(peak);
        output.AddTo(command);
        command.SetAction(parsed => UsageGuard.Run(() =>
        {
            using CommandStop stop = new();
            IReadOnlyList<SessionAccess> accesses = servers.Read(parsed);
            List<LimitListing> listings = ServerArguments.ReadEach(accesses, LimitReader.ReadAsync, stop.Token, out int failures);
            foreach (LimitListing listing in listings)
            {
                string server = listing.Limits[0].Server ?? "";
                ServerArguments.ReportLogout(server, listing.LogoutFailure);
                if (listing.UseFailure is VSphereException failure)
                {
                    ServerArguments.Report(server, failure);
                }
            }

            bool isWritten = parsed.GetValue(recommend)
                ? Recommend(listings, parsed.GetValue(peak), output.Read(parsed))
                : List(listings, output.Read(parsed));
            return !isWritten ? ExitCode.OutputFailed : failures > 0 ? ExitCode.InputUnreadable : ExitCode.Success;
        }));
        return command;
    }

    private static bool List(List<LimitListing> listings, OutputFormat format) => RowWriters.TryWrite(
        listings.SelectMany(listing => listing.Limits),
        stream => RowWriters.Create(
            stream,
            format,
            CliJson.Default.VCenterLimit,
            _ => false,
            new("NAME", 20, limit => limit.Name),
            new("VALUE", 6, limit => Number(limit.Value), IsNumber: true),
            new("UNIT", 11, limit => limit.Unit),
            new("USED", 5, limit => Number(limit.Used), IsNumber: true),
            new("ORIGIN", 10, limit => limit.Origin.ToString()),
            new("SERVER", 18, limit => limit.Server ?? "-"),
            new("SOURCE", 0, limit => limit.Source)));

    private static bool Recommend(List<LimitListing> listings, int? peak, OutputFormat format)
    {
        List<LimitRecommendation> advice = [];
        foreach (LimitListing listing in listings)
        {
            string? server = listing.Limits[0].Server;
            if ((peak ?? listing.OpenSessions) is int sessions)
            {
                advice.Add(LimitRecommendation.Create(server, listing.Sessions, sessions, isMeasured: peak is not null));
            }
            else
            {
                Console.Error.WriteLine($"{server}: the number of sessions is not known. Give --peak.");
            }
        }

        TableColumn<LimitRecommendation>[] columns =
        [
            new("SERVER", 18, item => item.Server ?? "-"),
            new("PEAK", 6, item => Number(item.Peak), IsNumber: true),
            new("LIMIT", 6, item => Number(item.Current), IsNumber: true),
            new("SET", 6, item => Number(item.Recommended), IsNumber: true),
            new("REASON", 0, item => CliAdvice.InOptions(item.Reason)),
        ];
        bool isWritten = RowWriters.TryWrite(
            advice,
            stream => RowWriters.Create(stream, format, CliJson.Default.LimitRecommendation, _ => false, columns));
        foreach (string step in format == OutputFormat.Table ? advice.SelectMany(item => item.Steps) : [])
        {
            Console.Out.WriteLine(TerminalText.OneLine("  " + step));
        }

        return isWritten;
    }

    private static string Number(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";
}
