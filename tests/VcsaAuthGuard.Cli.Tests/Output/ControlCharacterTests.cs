using System.Text;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Output;

/// <summary>Tests that no command shows a control character of an argument, of a file's name or of its content.</summary>
public sealed class ControlCharacterTests : IDisposable
{
    // A colour, a terminal's title, a control sequence of eight bits, and a mark that turns the reading direction.
    private const string Hostile = "\u001b[31mx\u001b]0;y\u0007\u009b2J\u202e";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("control-");

    public static TheoryData<string> Commands => [.. Root.Create().Subcommands.Select(command => command.Name)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Commands))]
    public void No_command_shows_a_control_character(string command)
    {
        string log = Write(
            $"{Hostile}.log",
            File.ReadAllText(Repository.Sample("kb-signature.log")).Replace("fileManagement", Hostile, StringComparison.Ordinal));
        string table = Write($"{Hostile}.csv", $"Name,Role,Recurrence,Duration,{Hostile}\n{Hostile},{Hostile},{Hostile},{Hostile},1\n");
        string gone = Path.Combine(_folder.FullName, $"gone{Hostile}");
        string[] extra = command switch
        {
            "report" => ["--out", Path.Combine(_folder.FullName, $"report{Hostile}.html")],
            "watch" => ["--from-start", "--duration", "1s"],
            _ => [],
        };
        foreach (string[] arguments in (string[][])[[log, table, gone, .. extra], [Hostile, $"--{Hostile}"]])
        {
            (_, string output, string errors) = Repository.Run(
                "dotnet", [Path.Combine(AppContext.BaseDirectory, "vcsa-authguard.dll"), command, .. arguments]);
            Assert.NotEmpty(output + errors);
            Assert.True(
                (output + errors).IndexOfAny(['\u001b', '\u0007', '\u009b', '\u202e']) < 0,
                $"{command} {string.Join(' ', arguments)}: {output}{errors}");
        }
    }

    private string Write(string name, string text)
    {
        string path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        return path;
    }
}
