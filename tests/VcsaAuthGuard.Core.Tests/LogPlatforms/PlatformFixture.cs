using System.Globalization;
using System.Net;
using System.Text;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Http;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.LogPlatforms;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Tests.Alerts;
using VcsaAuthGuard.Tests.Http;
using VcsaAuthGuard.Tests.Logs;

namespace VcsaAuthGuard.Tests.LogPlatforms;

/// <summary>A stand-in of a platform, and the module's side of it.</summary>
internal static class PlatformFixture
{
    public const string Incident = "vc01.example.org";
    public const string Busy = "vc02.example.org";

    /// <summary>The folder with the SYNTHETIC incident that comes with the module.</summary>
    public static string IncidentFolder => Path.Combine(Repository.Root, "samples", "incident");

    /// <summary>A SYNTHETIC log with faults of all kinds.</summary>
    public static readonly string BusyLog = WriteBusyLog();

    public static readonly DateTimeOffset After = new(2026, 2, 1, 0, 0, 0, TimeSpan.Zero);

    public static IEnumerable<string> IncidentFiles => Directory.GetFiles(IncidentFolder, "*.log*");

    public static async Task<StandInPlatform> StartAsync(LogPlatform platform)
    {
        StandInPlatform standIn = platform switch
        {
            LogPlatform.AriaLogs => new StandInAriaLogs(),
            LogPlatform.Loki => new StandInLoki(),
            LogPlatform.Splunk => new StandInSplunk(),
            LogPlatform.VictoriaLogs => new StandInVictoriaLogs(),
            _ => new StandInOpenSearch(),
        };
        await standIn.StartAsync();
        return standIn;
    }

    /// <summary>Both vCenters.</summary>
    public static CollectedLogs Fleet(bool isSplit) =>
        CollectedLogs
            .OfFiles(IncidentFiles, Incident, isSplit)
            .And(CollectedLogs.OfLog(BusyLog, Busy, "/var/log/vmware/vpxd/vpxd-3.log", isSplit));

    /// <summary>SYNTHETIC logs of five vCenters: 1,000 faults, and four ordinary lines for each; in 17 minutes, or many times as
    /// long.</summary>
    public static CollectedLogs FiveVCenters(bool isSplit, int stretch = 1)
    {
        StringBuilder[] logs = [.. Enumerable.Range(0, 5).Select(_ => new StringBuilder())];
        string fault = StandInOpenSearch.GeneratedFault(0).Text;
        for (int i = 0; i < 5000; i++)
        {
            string time = After.AddMilliseconds(i * 203L * stretch).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            string line = i % 5 == 0
                ? fault.Replace("opID=00000000", $"opID={i:x8}", StringComparison.Ordinal)[fault.IndexOf(' ', StringComparison.Ordinal)..]
                : $" info vpxd[4085937] [Originator@6876 sub=vpxLro opID={i:x8}] [VpxLRO] -- FINISH lro-{i}";
            logs[i / 5 % 5].Append(time).Append(line).Append('\n');
        }

        return logs
            .Select((log, i) => CollectedLogs.OfLog($"{log}", $"vc{i}.example.org", "/var/log/vmware/vpxd/vpxd-8.log", isSplit))
            .Aggregate((all, log) => all.And(log));
    }

    public static PlatformOptions Options(LogPlatform platform, StandInPlatform standIn) => new()
    {
        Platform = platform,
        Address = PlatformAddress.Parse(platform, standIn.Address.ToString(), hasSecret: true),
        Credential = new NetworkCredential(standIn.UserName, standIn.Password),
        After = After,
        Before = After.AddDays(30),
        TimeProvider = new ImmediateTimeProvider(),
    };

    public static PlatformLogs Open(PlatformOptions options, StandInPlatform standIn) =>
        new(options, HttpsHandler.Create(options.Address, CertificateThumbprint.Parse(standIn.Thumbprint)));

    public static AuthFault[] Faults(PlatformOptions options, StandInPlatform standIn, FaultQuery? query = null)
    {
        using PlatformLogs logs = Open(options, standIn);
        LogReadReport report = new();
        AuthFault[] faults =
        [
            .. FaultReader.Read(logs, query ?? new() { Kinds = FaultQuery.AllKinds }, report, TestContext.Current.CancellationToken),
        ];
        Assert.Equal(0, report.Counts.Orphans);
        Assert.Equal(0, logs.DoubtfulEntries);
        return faults;
    }

    /// <summary>The faults of both vCenters, read from the logs themselves.</summary>
    public static IEnumerable<AuthFault> FaultsOfFiles()
    {
        LogReadReport report = new();
        FaultQuery all = new() { Kinds = FaultQuery.AllKinds };
        IEnumerable<AuthFault> incident = FaultReader
            .Read(IncidentFiles.Select(LogInput.FromFile), all, report)
            .Select(fault => fault with { Server = Incident });
        using MemoryStream log = new(Encoding.UTF8.GetBytes(BusyLog));
        return
        [
            .. incident,
            .. FaultReader.Read([LogInput.FromStream("busy", log)], all, report).Select(fault => fault with { Server = Busy }),
        ];
    }

    /// <summary>All but where it was found, which is all that differs; in one order.</summary>
    public static string[] Comparable(IEnumerable<AuthFault> faults) =>
        [.. faults.Select(fault => (fault with { Source = null, LineNumber = 0 }).ToString()).Order(StringComparer.Ordinal)];

    private static string WriteBusyLog()
    {
        using MemoryStream log = new();
        SyntheticLog.WriteOrdinary(log, 300_000, seed: 7, faultShare: 0.4);
        return Encoding.UTF8.GetString(log.ToArray());
    }
}
