using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using NhiPortal.Shell;

namespace NhiPortal.Tests.Shell;

public class AccessNeededTests
{
    [Authorize(Roles = "Auditor,IamStaff")]
    private sealed class RolePage;

    [Authorize(Policy = "operate")]
    private sealed class PolicyPage;

    [Authorize]
    private sealed class AnyPage;

    [Theory]
    [InlineData(typeof(RolePage), "You need the role Auditor or IAM staff to open it.")]
    [InlineData(typeof(PolicyPage), "You need the role Administrator to open it.")]
    [InlineData(typeof(AnyPage), "You do not have what this page asks for.")]
    public async Task Sentence_Page_NamesTheRoleInWords(Type page, string sentence)
    {
        var options = new AuthorizationOptions();
        options.AddPolicy("operate", policy => policy.RequireRole("Administrator"));
        Assert.Equal(sentence, await AccessNeeded.SentenceAsync(page, new DefaultAuthorizationPolicyProvider(Options.Create(options))));
    }
}
