using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Tests.Alerts;

namespace VcsaAuthGuard.Tests.Collectors;

/// <summary>The format file in docs/lnav, with the real lnav.</summary>
public sealed class LnavTests : IDisposable
{
    private static readonly string Log = Path.Combine(Repository.Root, "samples", "incident", "vpxd-8.log");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vcsa-lnav-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Its_tables_have_the_counts_of_the_reader()
    {
        string path = Path.Combine(_folder.FullName, "vpxd-8.log");
        string signature = AlertEvents.Entries(AlertEvents.Signature, "\n").Last();
        File.WriteAllText(path, File.ReadAllText(Log) + signature + "\n" + AlertEvents.LongForm + "\n");
        int calls = File.ReadLines(path).Count(line => line.Contains("[VpxLRO] -- BEGIN ", StringComparison.Ordinal));
        Assert.Equal(46, Count(path, AuthFaultKind.NotAuthenticated));
        Assert.Equal(
            [
                Count(path, AuthFaultKind.NotAuthenticated), Count(path, AuthFaultKind.LoginRefused), calls,
                File.ReadLines(path).Count(line => !line.StartsWith("-->", StringComparison.Ordinal)),
            ],
            [
                Query(path, "SELECT count(*) FROM vcsa_faults"), Query(path, "SELECT count(*) FROM vcsa_refused_logins"),
                Query(path, "SELECT count(session) FROM vcsa_sessions"), Query(path, "SELECT count(*) FROM vcsa_vpxd"),
            ]);
        Assert.Equal(
            Faults(path, AuthFaultKind.NotAuthenticated).Select(fault => fault.VMHostId).OfType<string>().Distinct().Count(),
            Query(path, "SELECT count(DISTINCT host) FROM vcsa_faults"));
    }

    private static int Count(string path, AuthFaultKind kind) => Faults(path, kind).Count();

    private static IEnumerable<AuthFault> Faults(string path, AuthFaultKind kind)
    {
        using FileStream file = File.OpenRead(path);
        return [.. FaultReader.Read([LogInput.FromStream("log", file)], new FaultQuery { Kinds = [kind] }, new LogReadReport())];
    }

    private int Query(string path, string query)
    {
        string program = PeerProgram.Find("lnav", "lnav");
        string formats = Path.Combine(_folder.FullName, "config", "formats", "vcsa");
        Directory.CreateDirectory(formats);
        File.Copy(
            Path.Combine(Repository.Root, "docs", "lnav", "vcsa_vpxd.json"), Path.Combine(formats, "vcsa_vpxd.json"), overwrite: true);
        (int exitCode, string output, string errors) = Repository.Run(
            "env",
            [
                $"HOME={_folder.FullName}", "TERM=dumb", program, "-n", "-W", "-I", Path.Combine(_folder.FullName, "config"),
                "-c", ";" + query, "-c", ":write-csv-to -", path,
            ]);
        Assert.True(exitCode == 0, output + errors);
        Assert.DoesNotContain("warning", output + errors, StringComparison.OrdinalIgnoreCase);
        return int.Parse(output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
