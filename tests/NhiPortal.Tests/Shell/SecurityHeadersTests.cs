using NhiPortal.Shell;

namespace NhiPortal.Tests.Shell;

public class SecurityHeadersTests
{
    [Fact]
    public void ContentSecurityPolicy_Default_AllowsNoInlineScriptNoFrameAndNoForeignForm()
    {
        var policy = SecurityHeaders.ContentSecurityPolicy([]).Split("; ");
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("base-uri 'self'", policy);
        Assert.Contains("object-src 'none'", policy);
        Assert.Contains("form-action 'self'", policy);
    }

    [Fact]
    public void ContentSecurityPolicy_IdentityProvider_MayReceiveForms() =>
        Assert.EndsWith("form-action 'self' https://login.example.org:8443",
            SecurityHeaders.ContentSecurityPolicy(["https://login.example.org:8443/"]), StringComparison.Ordinal);

    [Theory]
    [InlineData("login.example.org")]
    [InlineData("https://login.example.org/path")]
    [InlineData("https://x; script-src *")]
    [InlineData("javascript:alert(1)")]
    [InlineData("*")]
    public void ContentSecurityPolicy_NotAnOrigin_StopsTheStart(string origin) =>
        Assert.Throws<InvalidOperationException>(() => SecurityHeaders.ContentSecurityPolicy([origin]));
}
