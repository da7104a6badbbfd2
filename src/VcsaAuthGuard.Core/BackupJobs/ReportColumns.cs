using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.BackupJobs;

/// <summary>Specifies what a column of a job report contains.</summary>
internal enum ReportField
{
    Job,
    VM,
    Start,
    End,
    Duration,
    Status,
    Message,
    VMCount,
    Server,
    Workload,
}

/// <summary>Represents a column of a job report.</summary>
/// <param name="Field">The content of the column.</param>
/// <param name="Rank">The place in the list of names: of two columns with the same content the one with the lower rank counts.</param>
/// <param name="Unit">The unit of bare numbers, from the name (<c>Duration (s)</c>) or by the product's documentation.</param>
/// <param name="TimeZone">The time zone in the name's brackets, such as <c>Start Time (UTC)</c>.</param>
internal sealed record ReportColumn(ReportField Field, int Rank, TimeSpan? Unit, string? TimeZone);

/// <summary>
/// Contains the column names of job reports, without blanks and punctuation, best first. Sources: VeeamHub/powershell
/// (BR-VeeamSessionReport: JobName, VMName, Status, CreationTime, WorkDuration in seconds); Rubrik CDM's export of protection tasks
/// (Task Status, Object Name, Object Type, SLA Domain, Start Time, End Time, Duration (s)); bseltz-cohesity
/// (heliosProtectionDetailsPerObject: Object, Type, StartTime, JobName, Status); Commvault's job summary report (Client, Subclient,
/// Status, Start Time, End Time, Failure Reason); NetBackup's Activity Monitor (Job Policy, Client, State Details, Elapsed Time); AWS
/// Backup's DescribeBackupJob (CreationDate, CompletionDate, State, StatusMessage, ResourceName, ResourceType); Azure Backup's
/// az backup job list (entityFriendlyName, startTime, endTime, duration, status); Bareos' list jobs (name, client, starttime,
/// jobstatus). German, French and Spanish names are those words in these languages.
/// </summary>
internal static class ReportColumns
{
    private static readonly Dictionary<ReportField, string[]> Names = new()
    {
        [ReportField.Job] =
        [
            "job", "jobname", "policy", "policyname", "jobpolicy", "protectiongroup", "protectiongroupname", "sladomain", "subclient",
            "backupplanname", "backuprulename", "taskname", "task", "jobtitle", "auftrag", "auftragsname", "nomdelatache", "nomdelatâche",
            "tâche", "nombredeltrabajo", "trabajo", "name", "backupvaultname",
        ],
        [ReportField.VM] =
        [
            "vm", "vmname", "virtualmachine", "objectname", "object", "virtualmachinename", "client", "clientname", "machine", "source",
            "resourcename", "entityfriendlyname", "objekt", "objektname", "nomdelavm", "nombredelamv", "objeto", "objet",
        ],
        [ReportField.Start] =
        [
            "start", "starttime", "startdate", "started", "begin", "began", "begintime", "sessionstart", "jobstart", "starttimeutc",
            "creationtime", "creationdate", "startzeit", "beginn", "heurededébut", "début", "horadeinicio", "inicio",
        ],
        [ReportField.End] =
        [
            "end", "endtime", "enddate", "ended", "finish", "finished", "finishtime", "stop", "stoptime", "sessionend", "jobend",
            "completed", "completedtime", "completiontime", "completiondate", "endzeit", "ende", "heuredefin", "fin",
            "horadefinalización", "finalización",
        ],
        [ReportField.Duration] =
        [
            "duration",
            "elapsed",
            "elapsedtime",
            "runtime",
            "timetaken",
            "workduration",
            "dauer",
            "durée",
            "duración",
        ],
        [ReportField.Status] =
        [
            "objectstatus", "status", "result", "jobstatus", "statuscode", "outcome", "taskstatus", "state", "jobresult", "ergebnis",
            "statut", "résultat", "estado", "resultado",
        ],
        [ReportField.Message] =
        [
            "message", "failurereason", "failuremessage", "reasonforfailure", "reason", "error", "errormessage", "errordescription",
            "statusmessage", "details", "statedetails", "description", "meldung", "détails", "detalles",
        ],
        [ReportField.VMCount] = ["vms", "vmcount", "objects", "objectcount"],
        [ReportField.Server] = ["server", "vcenter", "viserver"],
        [ReportField.Workload] =
        [
            "objecttype", "workload", "workloadtype", "jobtype", "type", "tasktype", "agenttype", "agent", "idataagent", "resourcetype",
            "environment", "policytype",
        ],
    };

    private static readonly Dictionary<string, (ReportField Field, int Rank)> Known = Names
        .SelectMany(field => field.Value.Select((name, rank) => (name, field.Key, rank)))
        .ToDictionary(entry => entry.name, entry => (entry.Key, entry.rank));

    /// <summary>Gets the names of a field that a message can show.</summary>
    public static string Examples(ReportField field) => string.Join(", ", Names[field].Take(4));

    /// <summary>Gets the column that a name means; null for a name that is not known.</summary>
    public static ReportColumn? Find(string name)
    {
        (string plain, string? bracket) = SplitBracket(name);
        string key = Normalize(plain);
        TimeSpan? unit = bracket is null ? null : DurationText.UnitFromName(bracket);
        string? zone = bracket is null ? null : ZoneFromText(bracket);
        if (Known.TryGetValue(key, out (ReportField Field, int Rank) found))
        {
            return new(found.Field, found.Rank, unit ?? (key == "workduration" ? TimeSpan.FromSeconds(1) : null), zone);
        }

        // A name with its unit, such as DurationSec.
        string[] durations = Names[ReportField.Duration];
        int rank = Array.FindIndex(durations, duration => key.StartsWith(duration, StringComparison.Ordinal)
            && DurationText.UnitFromName(key.Substring(duration.Length)) is not null);
        return rank < 0 ? null : new(ReportField.Duration, rank, DurationText.UnitFromName(key.Substring(durations[rank].Length)), null);
    }

    /// <summary>Returns a name without blanks and punctuation: Start Time, start_time and StartTime are one name.</summary>
    public static string Normalize(string name) => new([.. name.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant)]);

    private static (string Plain, string? Bracket) SplitBracket(string name)
    {
        int open = name.LastIndexOfAny(['(', '[']);
        string rest = open < 0 ? "" : name.Substring(open + 1).Trim();
        return open <= 0 || rest.Length == 0 || rest[rest.Length - 1] is not (')' or ']')
            ? (name, null)
            : (name.Substring(0, open), rest.Remove(rest.Length - 1).Trim());
    }

    /// <summary>Gets the time zone that a bracket names: UTC, GMT+01:00, Europe/Berlin; null for any other text.</summary>
    private static string? ZoneFromText(string text)
    {
        bool isOffset = text.StartsWith("GMT", StringComparison.OrdinalIgnoreCase) && text.Length > 3;
        return TimeZoneNames.TryNormalize(isOffset ? text.ToUpperInvariant().Replace("GMT", "UTC") : text, out string zone) ? zone : null;
    }
}
