using VcsaAuthGuard.Logs.Matching;


namespace VcsaAuthGuard.Tests.Logs;

public class NeedleSetTests
{
    private static readonly string[] Faults =
    [
        "NotAuthenticated",
        "SOAP request returned HTTP failure",
        "Out of HTTP sessions: Limited to",
        "User session count is limited to",
        "remote https connections exceed max allowed",
        "InvalidLogin",
    ];

    public static TheoryData<string> Sets =>
        [
            string.Join('|', Faults), "NotAuthenticated", "abc", "aab|aba|baa|bab", "ab|c", "xyzab|zab|abq",
            string.Join('|', Many(40)), string.Join('|', Many(128)), string.Join('|', Many(129)),
        ];

    /// <summary>Makes needles of a few letters, so that some begin inside others.</summary>
    private static IEnumerable<string> Many(int count) =>
        Enumerable.Range(0, count)
            .Select(i => string.Concat(Enumerable.Range(0, 3 + (i % 5)).Select(place => (char)('a' + ((i * 7 >> place) % 6)))));

    [Theory]
    [MemberData(nameof(Sets))]
    public void The_first_needle_is_found_wherever_it_stands(string joined)
    {
        string[] needles = joined.Split('|');
        NeedleSet set = new(needles);
        Random random = new(440879);
        for (int round = 0; round < 4000; round++)
        {
            string text = RandomText(random, needles);
            byte[] bytes = System.Text.Encoding.ASCII.GetBytes(text);
            int expected = needles
                .Select(needle => text.IndexOf(needle, StringComparison.Ordinal))
                .Where(at => at >= 0)
                .DefaultIfEmpty(-1)
                .Min();
            Assert.True(expected == set.IndexIn(bytes), $"round {round}: '{text}' has one at {expected}, found at {set.IndexIn(bytes)}");
            Assert.True(expected == set.IndexNeedleByNeedle(bytes), $"round {round}, needle by needle: '{text}'");
        }
    }

    [Fact]
    public void A_needle_across_parts_of_the_text_is_found()
    {
        NeedleSet set = new("needle", "thread", "no such thing");
        for (int at = 4080; at < 4100; at++)
        {
            byte[] text = System.Text.Encoding.ASCII.GetBytes(new string('x', at) + "needlethread" + new string('x', 20_000));
            Assert.Equal(at, set.IndexNeedleByNeedle(text));
        }
    }

    [Fact]
    public void Frequent_needles_do_not_make_the_others_be_looked_for_in_all_of_the_text()
    {
        NeedleSet set = new([.. Enumerable.Range(0, 80).Select(i => $"needle {i};"), "hit"]);
        long Search(int hits)
        {
            byte[] text = System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("a line with a hit in it\n", hits)));
            long sum = 0;
            for (int at = 0, found; (found = set.IndexNeedleByNeedle(text.AsSpan(at), out long bytes)) >= 0; at += found + 1)
            {
                sum += bytes;
            }

            return sum;
        }

        Assert.InRange(Search(4000), 0, (long)(2.5 * Search(2000)));
    }

    [Fact]
    public void A_set_without_needles_or_with_an_empty_one_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new NeedleSet());
        Assert.Throws<ArgumentException>(() => new NeedleSet("a", ""));
    }

    /// <summary>Letters of the needles themselves, so that near misses are common, and now and then a needle.</summary>
    private static string RandomText(Random random, string[] needles)
    {
        string letters = string.Concat(needles);
        char[] text = new char[random.Next(0, 200)];
        for (int i = 0; i < text.Length; i++)
        {
            text[i] = letters[random.Next(letters.Length)];
        }

        string result = new(text);
        for (int i = random.Next(3); i > 0; i--)
        {
            result = result.Insert(random.Next(result.Length + 1), needles[random.Next(needles.Length)]);
        }

        return result;
    }
}
