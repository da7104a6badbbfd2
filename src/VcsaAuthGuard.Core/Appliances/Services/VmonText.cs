using System.Globalization;

namespace VcsaAuthGuard.Appliances.Services;

/// <summary>Reads what <c>vmon-cli -s</c> prints: a block of <c>Key: value</c> lines for each service.</summary>
internal static class VmonText
{
    public static IReadOnlyList<VmonStatus> Read(string text)
    {
        List<VmonStatus> all = [];
        foreach (string line in text.Split('\n'))
        {
            int colon = line.IndexOf(':');
            if (colon < 0)
            {
                continue;
            }

            string value = line.Substring(colon + 1).Trim();
            string key = line.Substring(0, colon).Trim();
            if (key == "Name")
            {
                all.Add(new() { Id = value });
            }
            else if (all.Count > 0)
            {
                all[all.Count - 1] = With(all[all.Count - 1], key, value);
            }
        }

        return all;
    }

    public static ServiceState StateOf(string? text) => text?.ToUpperInvariant() switch
    {
        "STARTED" => ServiceState.Started,
        "STARTING" => ServiceState.Starting,
        "STOPPING" => ServiceState.Stopping,
        "STOPPED" => ServiceState.Stopped,
        _ => ServiceState.Unknown,
    };

    public static ServiceHealth HealthOf(string? text) => text?.ToUpperInvariant() switch
    {
        "HEALTHY" => ServiceHealth.Healthy,
        "HEALTHY_WITH_WARNINGS" => ServiceHealth.HealthyWithWarnings,
        "DEGRADED" or "UNHEALTHY" => ServiceHealth.Degraded,
        _ => ServiceHealth.Unknown,
    };

    private static VmonStatus With(VmonStatus status, string key, string value) =>
        key switch
        {
            "RunState" => status with { State = StateOf(value) },
            "HealthState" => status with { Health = HealthOf(value) },
            "Starttype" or "StartType" => status with { StartupType = value },
            "CurrentRunStateDuration(ms)" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long duration) =>
                status with
                {
                    StateDuration = TimeSpan.FromMilliseconds(duration),
                },
            "MainProcessId" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int process) && process > 0 =>
                status with
                {
                    ProcessId = process,
                },
            _ => status,
        };
}

/// <summary>Represents a service as vmon reports it.</summary>
internal sealed record VmonStatus
{
    public required string Id { get; init; }

    public ServiceState State { get; init; }

    public ServiceHealth Health { get; init; }

    public string? StartupType { get; init; }

    public TimeSpan? StateDuration { get; init; }

    public int? ProcessId { get; init; }
}
