using System.Diagnostics;
using System.Runtime.InteropServices;

namespace VcsaAuthGuard.Benchmarks.Running;

/// <summary>A published CLI.</summary>
internal sealed record CliBuild(string Name, string Program);

/// <summary>
/// Builds what is measured from the sources, in folders of its own: nothing stale is measured, no other build is touched.
/// </summary>
internal static class CliPublisher
{
    public const string Native = "native";
    public const string ReadyToRun = "ReadyToRun";

    /// <summary>The native build where this machine can make one, and the ReadyToRun build.</summary>
    public static IReadOnlyList<CliBuild> Publish(string work, List<string> notes)
    {
        List<CliBuild> builds = [];
        foreach ((string name, string[] options) in new[] { (Native, new[] { "-p:Native=true" }), (ReadyToRun, Array.Empty<string>()) })
        {
            string output = Path.Combine(work, "cli", name);
            string project = Path.Combine(Repository.Root, "src", "VcsaAuthGuard.Cli");
            string? problem = DotNet(
                $"publishing the {name} CLI",
                ["publish", project, "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, .. options, "-o", output,
                    "--artifacts-path", Path.Combine(work, "build", name)]);
            if (problem is null)
            {
                builds.Add(new(name, Path.Combine(output, OperatingSystem.IsWindows() ? "vcsa-authguard.exe" : "vcsa-authguard")));
            }
            else
            {
                notes.Add($"The {name} build of the CLI is not measured: {problem}");
            }
        }

        return builds.Count > 0 ? builds : throw new MeasureFailedException("the CLI does not build: " + string.Join(" ", notes));
    }

    /// <summary>Builds the PowerShell module, optimized, and returns the manifest; the second is what went wrong.</summary>
    public static (string? Manifest, string? Problem) BuildModule(string work)
    {
        string output = Path.Combine(work, "module", "VcsaAuthGuard") + Path.DirectorySeparatorChar;
        string project = Path.Combine(Repository.Root, "src", "VcsaAuthGuard");
        string? problem = DotNet(
            "building the module",
            ["build", project, "-c", "Release", "--artifacts-path", Path.Combine(work, "build", "module"), "-p:ModuleOutput=" + output]);
        return problem is null ? (output + "VcsaAuthGuard.psd1", null) : (null, problem);
    }

    /// <summary>Builds the engine's tests, which simulate log platforms, and returns their program; the second is what went
    /// wrong.</summary>
    public static (string? Program, string? Problem) BuildSimulations(string work)
    {
        string output = Path.Combine(work, "simulations");
        string project = Path.Combine(Repository.Root, "tests", "VcsaAuthGuard.Core.Tests");
        string? problem = DotNet(
            "building the simulations of log platforms",
            ["build", project, "-c", "Release", "-o", output, "--artifacts-path", Path.Combine(work, "build", "simulations"),
                "-p:RunAnalyzers=false"]);
        return problem is null ? (Path.Combine(output, "VcsaAuthGuard.Core.Tests.dll"), null) : (null, problem);
    }

    /// <summary>Null, or why it failed.</summary>
    private static string? DotNet(string what, IEnumerable<string> arguments)
    {
        Console.Error.WriteLine(what);
        string program = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

        // No compiler server and no build node may stay behind: they would take time from what is measured next.
        ProcessStartInfo start = new(program, [.. arguments, "-p:UseSharedCompilation=false", "-nodeReuse:false", "-nologo", "-v:quiet"])
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string[] lines = process.StandardOutput.ReadToEnd()
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        process.WaitForExit();
        return process.ExitCode == 0 ? null
            : lines.FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))
                ?.Replace(Repository.Root, "", StringComparison.Ordinal)
                ?? errors.GetAwaiter().GetResult().Trim();
    }
}
