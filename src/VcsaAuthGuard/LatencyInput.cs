using System.Collections;
using System.Globalization;
using System.Management.Automation;
using VcsaAuthGuard.Pacing;

namespace VcsaAuthGuard;

/// <summary>PowerCLI's samples and datastores, as far as their properties tell.</summary>
internal sealed class LatencyInput(LatencyMeter meter)
{
    /// <summary>Both are latencies in milliseconds (facts, "PowerCLI objects").</summary>
    private static readonly string[] Metrics = ["datastore.maxTotalLatency.latest", "datastore.totalReadLatency.average"];

    /// <summary>Samples that are no latency, which were passed over.</summary>
    public int OtherMetrics { get; private set; }

    public static bool IsDatastore(PSObject item) =>
        item.Properties["Value"] is null && Properties.GetText(item, "Name") is { Length: > 0 }
        && (Properties.GetText(item, "Id")?.StartsWith("Datastore-", StringComparison.Ordinal) == true || item.Properties["FreeSpaceGB"] is not null);

    /// <summary>Takes a sample.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public ErrorRecord? Take(PSObject item)
    {
        PSObject? entity = Properties.GetObject(item, "Entity");
        string? instance = Properties.GetText(item, "Instance");
        // A host's samples name the datastore by their instance; a datastore's own have the datastore as their entity.
        string? name = entity is not null && (IsDatastore(entity) || string.IsNullOrEmpty(instance))
            ? entity.BaseObject as string ?? Properties.GetText(entity, "Name")
            : instance;
        if (item.Properties["Value"] is null || item.Properties["Timestamp"] is null || string.IsNullOrEmpty(name))
        {
            return Errors.NotLatency(item.BaseObject);
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
            return Errors.SampleUnclear($"its unit is {unit}", metric);
        }

        if (!LanguagePrimitives.TryConvertTo(Properties.Get(item, "Value"), CultureInfo.InvariantCulture, out double value) || Time(Properties.Get(item, "Timestamp")) is not DateTimeOffset time)
        {
            return Errors.SampleUnclear("its value is no number, or its timestamp no time", metric);
        }

        try
        {
            meter.Add(new(name!, time, value * scale.Value));
            return null;
        }
        catch (ArgumentOutOfRangeException)
        {
            return Errors.SampleUnclear(FormattableString.Invariant($"its value is {value}"), metric);
        }
    }

    /// <summary>Asks Get-Stat about a datastore.</summary>
    public void Read(PSCmdlet cmdlet, CommandInfo getStat, object datastore, DateTimeOffset from, List<ErrorRecord> errors)
    {
        meter.Expect(Properties.GetText(PSObject.AsPSObject(datastore), "Name")!);
        Hashtable arguments = new() { ["Entity"] = datastore, ["Stat"] = Metrics, ["Start"] = from.LocalDateTime };
        foreach (PSObject sample in BlockPipeline.Call(cmdlet, getStat, arguments, errors))
        {
            if (Take(sample) is ErrorRecord error)
            {
                errors.Add(error);
            }
        }
    }

    /// <summary>A time; PowerCLI gives local ones, and text without an offset is taken as such too.</summary>
    private static DateTimeOffset? Time(object? value) => value switch
    {
        DateTimeOffset time => time.ToUniversalTime(),
        DateTime time => new DateTimeOffset(time).ToUniversalTime(),
        string text when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeLocal, out DateTimeOffset time) => time.ToUniversalTime(),
        _ => null,
    };
}
