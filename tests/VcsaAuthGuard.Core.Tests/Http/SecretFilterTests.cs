using System.Net;
using System.Text;
using VcsaAuthGuard.Http;

namespace VcsaAuthGuard.Tests.Http;

public class SecretFilterTests
{
    private const string Secret = "a<b>\"c\" d";

    [Theory]
    [InlineData("your password is a<b>\"c\" d")]
    [InlineData("<p>a&lt;b&gt;&quot;c&quot; d</p>")]
    [InlineData("?password=a%3Cb%3E%22c%22%20d")]
    [InlineData("{\"password\":\"a\\u003Cb\\u003E\\u0022c\\u0022 d\"}")]
    public void A_text_that_repeats_a_secret_is_not_shown(string text)
    {
        SecretFilter filter = new();
        filter.Add(Secret);
        Assert.Equal(SecretFilter.Replacement, filter.Redact(text, whole => whole));
    }

    [Fact]
    public void A_secret_that_appears_when_the_text_is_shortened_is_not_shown()
    {
        SecretFilter filter = new();
        filter.Add("top-secret");
        Assert.Equal(SecretFilter.Replacement, filter.Redact("top<br>-secret", text => text.Replace("<br>", "", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_authorization_header_of_a_credential_is_a_secret()
    {
        SecretFilter filter = new();
        string header = filter.AddBasic(new NetworkCredential("operator", "pw"));
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("operator:pw")), header);
        Assert.True(filter.IsIn($"Authorization: {header}"));
    }

    [Fact]
    public void Any_other_text_is_shortened_and_shown()
    {
        SecretFilter filter = new();
        filter.Add(Secret);
        filter.Add("");
        Assert.Equal("Bad", filter.Redact("Bad gateway", text => text[..3]));
    }
}
