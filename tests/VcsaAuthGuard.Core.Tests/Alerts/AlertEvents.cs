using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Logs;


namespace VcsaAuthGuard.Tests.Alerts;

/// <summary>Creates the events that collectors make of vpxd's logs: an entry as one event, or each of its lines as one.</summary>
internal static class AlertEvents
{
    /// <summary>Synthetic: how vpxd might say it with the method's long form; none was seen in public (facts, "Unknown").</summary>
    public const string LongForm =
        "2026-02-11T02:14:08.001Z info vpxd[4085940] [Originator@6876 sub=vpxLro opID=7ac8f6ae] [VpxLRO] -- ERROR lro-42 -- nfcService "
        + "-- vim.NfcService.fileManagement: vim.fault.NotAuthenticated:\n"
        + """
        --> Result:
        --> (vim.fault.NotAuthenticated) {
        -->    privilegeId = "Datastore.FileManagement",
        -->    msg = "The session is not authenticated."
        --> }
        """;

    /// <summary>Synthetic: what the article's own query asks for, in a line.</summary>
    public const string ArticleQuery =
        "2026-02-11T02:14:09.000Z info vpxd[4085941] [Originator@6876 sub=nfc opID=7ac8f6af] vim.NfcService.fileManagement failed: "
        + "The session is not authenticated.";

    /// <summary>Synthetic: the method within a task's id, as such ids look (facts, "vpxd.log").</summary>
    public const string TaskId =
        "2026-02-11T02:14:09.000Z info vpxd[4085941] [Originator@6876 sub=nfc opID=7ac8f6b0] haTask--vim.NfcService.fileManagement-490 "
        + "failed: The session is not authenticated.";

    /// <summary>Synthetic: words of the fault that are not it.</summary>
    public static readonly string[] Others =
    [
        "2026-02-11T02:14:10.000Z info vpxd[1] [Originator@6876 sub=x] The session is not authenticated.",
        "2026-02-11T02:14:10.000Z info vpxd[1] [Originator@6876 sub=vpxLro opID=1] [VpxLRO] -- BEGIN lro-7 -- nfcService -- "
            + "vim.NfcService.fileManagement -- 52(53)",
        "2026-02-11T02:14:10.000Z info vpxd[1] [Originator@6876 sub=x] method: retrieveContents; fault: (vim.fault.NotAuthenticated) {",
        "2026-02-11T02:14:10.000Z info vpxd[1] [Originator@6876 sub=x] method: fileManagement; code: 200(OK)",
    ];

    public static readonly string Signature = File.ReadAllText(Repository.Sample("kb-signature.log"));

    public static readonly string Incident = File.ReadAllText(Path.Combine(Repository.Root, "samples", "incident", "vpxd-8.log"));

    public static IEnumerable<string> Lines(string log) =>
        log.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r'));

    /// <summary>Entries, with the given text where lines were broken.</summary>
    public static IEnumerable<string> Entries(string log, string lineBreak)
    {
        List<string> entry = [];
        foreach (string line in Lines(log))
        {
            if (!line.StartsWith("-->", StringComparison.Ordinal) && entry.Count > 0)
            {
                yield return string.Join(lineBreak, entry);
                entry.Clear();
            }

            entry.Add(line);
        }

        yield return string.Join(lineBreak, entry);
    }

    /// <summary>Returns the number of faults that the engine finds and that the alert is meant for.</summary>
    public static int Faults(string log)
    {
        using MemoryStream stream = new(System.Text.Encoding.UTF8.GetBytes(log));
        return FaultReader
            .Read([LogInput.FromStream("log", stream)], new FaultQuery(), new LogReadReport())
            .Count(fault => fault.Method?.EndsWith("fileManagement", StringComparison.Ordinal) == true);
    }
}
