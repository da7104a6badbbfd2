using System.CommandLine;
using System.CommandLine.Help;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Cli.Tests.Commands;

/// <summary>Tests the help, the suggestions for typing errors and the completion scripts.</summary>
public sealed class HelpTests
{
    private const int Width = 80;

    public static TheoryData<string> Commands => [.. Root.Create().Subcommands.Select(command => command.Name).Prepend("")];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_fits_80_columns(string command)
    {
        StringWriter output = new();
        RootCommand root = Root.Create();
        ((HelpAction)root.Options.OfType<HelpOption>().Single().Action!).MaxWidth = Width;
        string[] arguments = command.Length == 0 ? ["--help"] : [command, "--help"];
        root.Parse(arguments).Invoke(new InvocationConfiguration { Output = output });
        string[] lines = output.ToString().Split('\n');
        Assert.Contains(lines, line => line.StartsWith("Usage:", StringComparison.Ordinal));
        Assert.All(lines, line => Assert.InRange(line.TrimEnd().Length, 0, Width));
    }

    [Fact]
    public void Each_command_is_found_by_its_name()
    {
        Assert.All(Root.Create().Subcommands, command =>
            Assert.Equal(command.Name, Root.Parse([command.Name, "--help"]).CommandResult.Command.Name));
    }

    [Theory]
    [InlineData("Did you mean faults instead of fautls?", "fautls", "x.log")]
    [InlineData("Did you mean --after instead of --afer?", "load", "x.log", "--afer", "-2h")]
    [InlineData("Did you mean --summary instead of --sumary?", "sessions", "vc01", "--sumary")]
    public void A_typing_error_is_answered_with_what_is_near(string suggestion, params string[] arguments)
    {
        Assert.Contains(suggestion, TypoSuggestion.Find(Root.Parse(arguments)));
    }

    [Theory]
    [InlineData("xyzzy")]
    [InlineData("faults", "x.log", "--kind", "Alll")]
    public void A_word_that_is_near_nothing_has_no_suggestion(params string[] arguments)
    {
        Assert.Empty(TypoSuggestion.Find(Root.Parse(arguments)));
    }

    [Theory]
    [InlineData("vcsa-authguard fau", "faults")]
    [InlineData("vcsa-authguard faults --ki", "--kind")]
    [InlineData("vcsa-authguard faults --kind Sess", "SessionLimit")]
    [InlineData("vcsa-authguard sessions --output j", "json")]
    public void Bash_completes_with_the_script(string line, string completion)
    {
        if (OperatingSystem.IsWindows() || Repository.Program("bash") is null)
        {
            Assert.Skip("There is no bash.");
            return;
        }

        string folder = Directory.CreateTempSubdirectory("completion-").FullName;
        try
        {
            // The program by its name, as an installation has it.
            string program = Path.Combine(folder, "vcsa-authguard");
            File.WriteAllText(program, $"#!/bin/sh\nexec dotnet '{typeof(CliJson).Assembly.Location}' \"$@\"\n");
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            string script = $"""
                PATH='{folder}':"$PATH"
                source <(vcsa-authguard completion bash)
                COMP_LINE='{line}'; COMP_POINT=${"{#COMP_LINE}"}; read -ra COMP_WORDS <<< "$COMP_LINE"
                COMP_CWORD=$(({"${#COMP_WORDS[@]}"} - 1))
                _vcsa_authguard; printf '%s\n' "{"${COMPREPLY[@]}"}"
                """;
            (int exitCode, string output, string errors) = Repository.Run("bash", ["-c", script]);
            Assert.Equal("", errors);
            Assert.Equal(0, exitCode);
            Assert.Equal(completion, output.Trim());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
