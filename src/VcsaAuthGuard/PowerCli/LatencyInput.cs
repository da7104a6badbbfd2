using System.Collections;
using System.Globalization;
using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Pacing;

namespace VcsaAuthGuard.PowerCli;

/// <summary>Reads PowerCLI's samples and datastores by their properties.</summary>
internal sealed class LatencyInput(LatencyMeter meter)
{
    private static readonly string[] Metrics = ["datastore.maxTotalLatency.latest", "datastore.totalReadLatency.average"];
    private static readonly string[] HostMetrics = ["datastore.totalReadLatency.average", "datastore.totalWriteLatency.average"];

    /// <summary>Gets the number of samples skipped because their metric is not a latency.</summary>
    public int OtherMetrics { get; private set; }

    public static bool IsDatastore(PSObject item) =>
        item.Properties["Value"] is null
        && Properties.GetText(item, "Name") is { Length: > 0 }
        && (
            Properties.GetText(item, "Id")?.StartsWith("Datastore-", StringComparison.Ordinal) == true
            || item.Properties["FreeSpaceGB"] is not null
        );

    /// <summary>Takes a sample.</summary>
    /// <returns>What is wrong with it; null if nothing is.</returns>
    public ErrorRecord? Process(PSObject item) => Process(item, null);

    /// <summary>Asks Get-Stat about a datastore, and where it has nothing about the hosts that use it: they measure every 20 s.</summary>
    /// <param name="cmdlet">Who asks.</param>
    /// <param name="commands">PowerCLI's commands.</param>
    /// <param name="datastore">The datastore.</param>
    /// <param name="from">The time before which nothing counts.</param>
    /// <param name="errors">Gets what went wrong.</param>
    public void Read(PSCmdlet cmdlet, StatCommands commands, PSObject datastore, DateTimeOffset from, List<ErrorRecord> errors)
    {
        string name = Properties.GetText(datastore, "Name") ?? datastore.ToString();
        meter.Expect(name);
        List<ErrorRecord> own = [];
        IReadOnlyList<PSObject> samples = BlockPipeline.Call(
            cmdlet,
            commands.GetStat,
            new Hashtable
            {
                ["Entity"] = datastore,
                ["Stat"] = Metrics,
                ["Start"] = from.LocalDateTime,
            },
            own
        );
        if (samples.Count == 0 && commands.GetVMHost is not null && Volume(datastore) is string volume)
        {
            own = [];
            IReadOnlyList<PSObject> hosts = BlockPipeline.Call(
                cmdlet,
                commands.GetVMHost,
                new Hashtable { ["Datastore"] = datastore },
                own
            );
            if (hosts.Count > 0)
            {
                Hashtable arguments = new()
                {
                    ["Entity"] = hosts.ToArray(),
                    ["Stat"] = HostMetrics,
                    ["Start"] = from.LocalDateTime,
                    ["Realtime"] = true,
                    ["Instance"] = volume,
                };
                samples = BlockPipeline.Call(cmdlet, commands.GetStat, arguments, own);
            }
        }

        errors.AddRange(own);
        errors.AddRange(samples.Select(sample => Process(sample, name)).OfType<ErrorRecord>());
    }

    // "ds:///vmfs/volumes/62aef28d-fe0e61a8-3da4-9efa524000e2/": hosts name the datastore by this.
    private static string? Volume(PSObject datastore) =>
        Properties.GetText(datastore, "ExtensionData", "Info", "Url")?.TrimEnd('/') is { Length: > 0 } url
            ? url.Substring(url.LastIndexOf('/') + 1)
            : null;

    private ErrorRecord? Process(PSObject item, string? datastore)
    {
        PSObject? entity = Properties.GetObject(item, "Entity");
        string? instance = Properties.GetText(item, "Instance");
        // A host's samples name the datastore by their instance; a datastore's own have the datastore as their entity.
        string? name =
            datastore
            ?? (
                entity is not null && (IsDatastore(entity) || string.IsNullOrEmpty(instance))
                    ? entity.BaseObject as string ?? Properties.GetText(entity, "Name")
                    : instance
            );
        if (item.Properties["Value"] is null || item.Properties["Timestamp"] is null || string.IsNullOrEmpty(name))
        {
            return ErrorRecords.NotLatency(item.BaseObject);
        }

        string metric = Properties.GetText(item, "MetricId") ?? "latency";
        if (CultureInfo.InvariantCulture.CompareInfo.IndexOf(metric, "latency", CompareOptions.OrdinalIgnoreCase) < 0)
        {
            OtherMetrics++;
            return null;
        }

        string unit = Properties.GetText(item, "Unit") ?? "millisecond";
        double? scale = unit.ToUpperInvariant() switch { "MILLISECOND" or "MS" => 1, "MICROSECOND" => 0.001, _ => null };
        if (scale is null)
        {
            return ErrorRecords.SampleUnclear($"its unit is {unit}", metric);
        }

        if (
            !LanguagePrimitives.TryConvertTo(Properties.Get(item, "Value"), CultureInfo.InvariantCulture, out double value)
            || Time(Properties.Get(item, "Timestamp")) is not DateTimeOffset time
        )
        {
            return ErrorRecords.SampleUnclear("its value is not a number, or its timestamp is not a time", metric);
        }

        try
        {
            meter.Add(new(name!, time, value * scale.Value));
            return null;
        }
        catch (ArgumentOutOfRangeException)
        {
            return ErrorRecords.SampleUnclear(FormattableString.Invariant($"its value is {value}"), metric);
        }
    }

    /// <summary>Reads a time; PowerCLI gives local ones, and text without an offset is taken as such too.</summary>
    private static DateTimeOffset? Time(object? value) =>
        value switch
        {
            DateTimeOffset time => time.ToUniversalTime(),
            DateTime time => new DateTimeOffset(time).ToUniversalTime(),
            string text
                when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset time) =>
                time.ToUniversalTime(),
            _ => null,
        };
}
