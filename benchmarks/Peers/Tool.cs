using System.Diagnostics;

namespace VcsaAuthGuard.Benchmarks.Peers;

/// <summary>Programs of this machine.</summary>
internal static class Tool
{
    /// <summary>The program's path, or null when it is not installed.</summary>
    public static string? Find(string name)
    {
        string file = OperatingSystem.IsWindows() ? name + ".exe" : name;
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }

    /// <summary>The first line a program prints, or null when it is not installed.</summary>
    public static string? FirstLineOf(string name, params string[] arguments)
    {
        if (Find(name) is not string program)
        {
            return null;
        }

        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text.Split('\n')[0].Trim();
    }
}
