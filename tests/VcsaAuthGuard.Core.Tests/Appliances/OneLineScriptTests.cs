using System.Text;
using VcsaAuthGuard.Appliances;
using VcsaAuthGuard.Fixtures;

namespace VcsaAuthGuard.Tests.Appliances;

/// <summary>The scripts that run on an appliance, and the step that makes one line of them.</summary>
public class OneLineScriptTests
{
    private static readonly string Scripts = Path.Combine(Repository.Root, "src", "VcsaAuthGuard.Core", "Appliances");

    [Theory]
    [InlineData("echo 1\necho 2", "echo 1; echo 2;")]
    [InlineData("# a comment\n\n  echo 1\n", "echo 1;")]
    [InlineData("if true; then\n  echo 1\nelse\n  echo 2\nfi", "if true; then echo 1; else echo 2; fi;")]
    [InlineData("f() {\n  echo 1\n}\nf", "f() { echo 1; }; f;")]
    [InlineData("for i in 1 2; do\n  echo $i ||\n    exit 1\ndone < file", "for i in 1 2; do echo $i || exit 1; done < file;")]
    [InlineData("redo\nx=undo", "redo; x=undo;")]
    [InlineData("sleep 1 &\ntrue &&\n  echo $!", "sleep 1 & true && echo $!;")]
    public void Lines_are_joined_by_what_they_end_with(string script, string line) => Assert.Equal(line, OneLineScript.Join(script));

    [Theory]
    [InlineData("echo 1 # a comment at the end")]
    [InlineData("echo 'quoted'")]
    [InlineData("cat <<END")]
    [InlineData("echo 1 \\")]
    public void What_cannot_be_joined_is_refused(string script) => Assert.Throws<FormatException>(() => OneLineScript.Join(script));

    [Fact]
    public void Bash_takes_quoted_text_as_it_is()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "An appliance's bash is Linux's.");
        string text = string.Concat(Enumerable.Range(32, 95).Select(letter => (char)letter)) + "$HOME `id` \\n \\\\ \"";
        (int exitCode, string output, _) = Repository.Run("bash", ["-c", $"printf %s {OneLineScript.Quote(text)}"], null);
        Assert.Equal((0, text), (exitCode, output));
    }

    [Theory]
    [InlineData("FollowLogs.sh")]
    [InlineData("RestartServices.sh")]
    public void Bash_understands_a_script_in_one_line(string script)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "An appliance's bash is Linux's.");
        string line = OneLineScript.Join(File.ReadAllText(Path.Combine(Scripts, script)));
        (int exitCode, string output, string errors) = Repository.Run("bash", ["-n", "-c", line], null);
        Assert.True(exitCode == 0, output + errors);
    }

    [Theory]
    [InlineData("FollowLogs.sh")]
    [InlineData("RestartServices.sh")]
    public void Shellcheck_has_nothing_against_a_script(string script)
    {
        string? shellcheck = Repository.Program("shellcheck");
        if (shellcheck is null)
        {
            Assert.False(Repository.IsRequired("shellcheck"), "shellcheck is required and not here.");
            Assert.Skip("shellcheck is not here (apt-get install shellcheck).");
        }

        (int exitCode, string output, string errors) = Repository.Run(shellcheck, [Path.Combine(Scripts, script)], null);
        Assert.True(exitCode == 0, output + errors);
    }

    [Fact]
    public void Awk_does_the_same_with_the_program_in_one_line()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "An appliance's awk is Linux's.");
        StringBuilder text = new();
        for (int i = 0; i < 2000; i++)
        {
            text.Append(i % 7 == 0 ? "head with a word\n" : i % 5 == 0 ? "--> carried on\n" : "head\n");
        }

        text.Append("head\n").Append(string.Concat(Enumerable.Repeat("--> over-long\n", 10_000))).Append("last line without an end");
        byte[] input = Encoding.UTF8.GetBytes(text.ToString());
        string file = Path.Combine(Scripts, "FollowLogs.awk");
        (int exitCode, string output, _) = Repository.Run("awk", ["-v", "words=a word,none", "-f", file], input);
        (_, string joined, _) = Repository.Run("awk", ["-v", "words=a word,none", OneLineScript.Join(File.ReadAllText(file))], input);
        Assert.Equal(0, exitCode);
        Assert.Equal(output, joined);

        // Every byte is accounted for, with the line end that the last line lacks.
        long bytes = output.Split('\n').Select(line => line.Split(' '))
            .Where(parts => parts is ["S", _, _] or ["T", _] && long.TryParse(parts[1], out _)).Sum(parts => long.Parse(parts[1], null));
        Assert.Equal(input.Length + 1, bytes);
        Assert.Contains("S ", output, StringComparison.Ordinal);
        Assert.DoesNotContain("S 0", output, StringComparison.Ordinal);
    }
}
