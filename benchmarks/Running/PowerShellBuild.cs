using VcsaAuthGuard.Benchmarks.Peers;


namespace VcsaAuthGuard.Benchmarks.Running;

/// <summary>PowerShell, and the module as it was built for it.</summary>
/// <param name="Pwsh">The program.</param>
/// <param name="Manifest">The module's manifest.</param>
/// <param name="Problem">Why nothing can be measured in it; null when it can.</param>
internal sealed record PowerShellBuild(string Pwsh, string Manifest, string? Problem)
{
    public static PowerShellBuild Of(string work, string? ready)
    {
        if (Tool.Find("pwsh") is not string pwsh)
        {
            return new("", "", "not measured: PowerShell 7 is missing (https://aka.ms/powershell)");
        }

        (string? manifest, string? problem) = ready is null ? CliPublisher.BuildModule(work) : (ready, null);
        return manifest is null ? new(pwsh, "", "not measured: the module does not build: " + problem) : new(pwsh, manifest, null);
    }
}
