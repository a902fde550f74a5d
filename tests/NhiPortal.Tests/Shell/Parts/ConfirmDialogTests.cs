using Bunit;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using NhiPortal.Shell.Parts;
using TestContext = Xunit.TestContext;

namespace NhiPortal.Tests.Shell.Parts;

public class ConfirmDialogTests
{
    private readonly List<string> done = [];

    [Fact]
    public async Task Go_NoReason_IsRefusedAndNothingIsDone()
    {
        await using var context = new PartsContext();
        var (page, answer) = await AskAsync(context, Question());
        page.Find("form").Submit();
        Assert.Equal("Give a reason.", page.Find("#confirm-missing").TextContent);
        page.Find("textarea").Input("short");
        page.Find("form").Submit();
        Assert.Equal("Give a reason of at least 10 characters.", page.Find("#confirm-missing").TextContent);
        Assert.False(answer.IsCompleted);
        Assert.Empty(done);
    }

    [Fact]
    public async Task Go_WrongName_IsRefused()
    {
        await using var context = new PartsContext();
        var (page, answer) = await AskAsync(context, Question() with { TypeToConfirm = "HR-Sync" });
        page.Find("textarea").Input("A real incident");
        page.Find("input").Input("hr-sync");
        page.Find("form").Submit();
        Assert.Contains("HR-Sync", page.Find("#confirm-missing").TextContent, StringComparison.Ordinal);
        page.Find("input").Input("HR-Sync");
        page.Find("form").Submit();
        Assert.Equal("A real incident", await answer.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
        Assert.Equal(["A real incident"], done);
    }

    [Fact]
    public async Task Go_RefusedByTheRules_StaysOpenWithTheSentenceAndTheReason()
    {
        await using var context = new PartsContext();
        var (page, answer) = await AskAsync(context, Question() with { Act = _ => Task.FromResult<string?>("Already suspended.") });
        page.Find("textarea").Input("A real incident");
        page.Find("form").Submit();
        Assert.Contains("Already suspended.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.False(answer.IsCompleted);
    }

    [Fact]
    public async Task Cancel_ReasonGiven_ReturnsNull()
    {
        await using var context = new PartsContext();
        var (page, answer) = await AskAsync(context, Question());
        page.Find("textarea").Input("A real incident");
        page.FindAll("button").First(b => b.TextContent.Contains("Keep as it is", StringComparison.Ordinal)).Click();
        Assert.Null(await answer.WaitAsync(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken));
        Assert.Empty(done);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void Missing_LongReason_IsBounded(int length, bool fits) =>
        Assert.Equal(fits, Question().Missing(new string('x', length), null) is null);

    private ConfirmQuestion Question() => new("Suspend HR-Sync?", "Every request is refused from now on.", "Suspend now")
    {
        Act = reason =>
        {
            done.Add(reason);
            return Task.FromResult<string?>(null);
        }
    };

    private static async Task<(IRenderedComponent<MudDialogProvider> Page, Task<string?> Answer)> AskAsync(PartsContext context, ConfirmQuestion question)
    {
        context.Render<MudPopoverProvider>();
        var page = context.Render<MudDialogProvider>();
        Task<string?> answer = null!;
        await page.InvokeAsync(() => { answer = ConfirmDialog.AskAsync(context.Services.GetRequiredService<IDialogService>(), question); });
        page.WaitForElement("form");
        return (page, answer);
    }
}
