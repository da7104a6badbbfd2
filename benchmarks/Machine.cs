using System.Globalization;
using System.Runtime.InteropServices;
using VcsaAuthGuard.Benchmarks.Peers;

namespace VcsaAuthGuard.Benchmarks;

/// <summary>Describes the machine on which the figures were taken.</summary>
internal static class Machine
{
    public static List<string> Describe()
    {
        string memory = ByteSize.Format(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
        string processor = ProcessorName() ?? RuntimeInformation.ProcessArchitecture.ToString();
        string kernel = OperatingSystem.IsLinux() ? $", kernel {Environment.OSVersion.Version}" : "";
        return
        [
            $"machine: {Environment.ProcessorCount} cores, {processor}, {memory}{Load()}",
            $"system: {RuntimeInformation.OSDescription}{kernel}",
            $"runtime: {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}",
            $"ripgrep: {Tool.FirstLineOf("rg", "--version") ?? "missing"}",
            $"gzip, which `rg -z` starts: {Tool.FirstLineOf("gzip", "--version") ?? "missing"}",
            $"PowerShell: {Tool.FirstLineOf("pwsh", "--version") ?? "missing"}",
        ];
    }

    /// <summary>A machine that is busy gives figures nobody can repeat; whoever reads them should see it.</summary>
    private static string Load()
    {
        const string Averages = "/proc/loadavg";
        return File.Exists(Averages)
            ? string.Create(CultureInfo.InvariantCulture, $", load at the start {File.ReadAllText(Averages).Split(' ')[0]}")
            : "";
    }

    private static string? ProcessorName()
    {
        const string Facts = "/proc/cpuinfo";
        return !File.Exists(Facts) ? null
            : File.ReadLines(Facts).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is string line
                ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
                : null;
    }
}
