using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Tests.Text;

/// <summary>Tests that words are found whatever their case.</summary>
public sealed class WordSearchTests
{
    [Theory]
    [InlineData("The user account is LOCKED", "locked", true)]
    [InlineData("lolocked", "LOCKED", true)]
    [InlineData("lock", "locked", false)]
    [InlineData("lollock", "locked", false)]
    [InlineData("HTTP 503 Overload", "503 overload", true)]
    [InlineData("zwölf", "ZWÖLF", true)]
    [InlineData("any", "", true)]
    [InlineData("", "any", false)]
    [InlineData(null, "any", false)]
    public void A_word_is_found_in_capital_and_in_small_letters(string? text, string word, bool isFound) =>
        Assert.Equal(isFound, WordSearch.Has(text, word));
}
