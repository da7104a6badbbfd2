using System.Reflection;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.Fixtures;
using VcsaAuthGuard.VSphere;

namespace VcsaAuthGuard.Cli.Tests.Commands;

/// <summary>The module's manifest has the only version number; everything else takes it from there.</summary>
public sealed class VersionTests
{
    private static readonly string ManifestVersion = Regex.Match(
        File.ReadAllText(Path.Combine(Repository.Root, "VcsaAuthGuard.psd1")), "ModuleVersion *= *'([^']+)'").Groups[1].Value;

    [Fact]
    public void The_program_says_the_version_of_the_manifest()
    {
        (int exitCode, string output, _) = Repository.Run("dotnet", [typeof(CliJson).Assembly.Location, "--version"]);
        Assert.Equal(0, exitCode);
        Assert.Equal(ManifestVersion, output.Trim());
    }

    [Fact]
    public void Assemblies_have_the_version_of_the_manifest()
    {
        foreach (Assembly assembly in new[] { typeof(CliJson).Assembly, typeof(VSphereClientOptions).Assembly })
        {
            Assert.Equal(ManifestVersion, assembly.GetName().Version?.ToString(3));
            Assert.Equal(ManifestVersion, assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
        }
    }

    [Fact]
    public void The_user_agent_has_the_version_of_the_manifest() =>
        Assert.Equal(
            "VcsaAuthGuard/" + ManifestVersion,
            new VSphereClientOptions { Address = new("https://vc01.example.org/sdk") }.UserAgent
        );
}
