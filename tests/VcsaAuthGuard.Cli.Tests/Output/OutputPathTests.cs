using System.CommandLine;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Output;

/// <summary>Tests that every command with <c>--out</c> replaces neither a link nor a device, and keeps the mode of its file.</summary>
public sealed class OutputPathTests : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    private static readonly Dictionary<string, string[]> Arguments = new()
    {
        ["alert"] = ["Sigma"],
        ["install"] = ["--what", "systemd"],
        ["plan"] = [Path.Combine(Repository.Root, "samples", "incident", "windows.csv")],
        ["report"] = [Repository.Sample("kb-signature.log")],
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("out-");

    public static TheoryData<string> Commands =>
        [.. WithOut(Root.Create(), "").Select(name => name.TrimStart())];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_link_stays_a_link_and_its_file_keeps_its_mode(string command)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no modes.");
        string file = Path.Combine(_folder.FullName, "file");
        string link = Path.Combine(_folder.FullName, "link");
        File.WriteAllText(file, "old");
        File.SetUnixFileMode(file, Mode);
        File.CreateSymbolicLink(link, "file");
        (int exitCode, _, string errors) = Run(command, link);
        Assert.NotEqual("old", File.ReadAllText(file));
        Assert.NotEqual(1, exitCode);
        Assert.DoesNotContain("could not be written", errors, StringComparison.Ordinal);
        Assert.Equal("file", new FileInfo(link).LinkTarget);
        Assert.Equal(Mode, File.GetUnixFileMode(file));
        Assert.Equal(2, _folder.GetFileSystemInfos().Length);
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_full_device_is_exit_code_1_and_stays(string command)
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "This needs /dev/full.");

        // Through a link: should the program fail, it is the link that is replaced.
        string link = Path.Combine(_folder.FullName, "link");
        File.CreateSymbolicLink(link, "/dev/full");
        (int exitCode, _, string errors) = Run(command, link);
        Assert.Contains("The output could not be written: No space left on device", errors, StringComparison.Ordinal);
        Assert.Equal(1, exitCode);
        Assert.Equal("/dev/full", new FileInfo(link).LinkTarget);
    }

    private static IEnumerable<string> WithOut(Command command, string parents) =>
        command.Subcommands.SelectMany(child => WithOut(child, $"{parents} {child.Name}"))
            .Concat(command.Options.Any(option => option.Name == "--out") ? [parents] : []);

    private static (int ExitCode, string Output, string Errors) Run(string command, string file)
    {
        string[] words = command.Split(' ');
        Assert.True(Arguments.TryGetValue(words[^1], out string[]? arguments), $"This test has no arguments for {command}.");
        return Repository.Run(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll"), .. words, .. arguments, "--out", file]);
    }
}
