using System.Globalization;
using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using Bunit.TestDoubles;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor;
using MudBlazor.Services;
using NhiPortal.Data;
using NhiPortal.Domain;
using NhiPortal.Domain.People;
using NhiPortal.Features;
using NhiPortal.Shell.Parts;
using NhiPortal.SignIn;

namespace NhiPortal.Tests;

/// <summary>A browser's place: draws the portal's pages on its real database as one signed-in person, live changes included.</summary>
public sealed class PortalPage : BunitContext
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly TestPortal portal;

    private PortalPage(TestPortal portal, Person person, Role[] roles)
    {
        this.portal = portal;
        foreach (var type in typeof(FeatureSetup).Assembly.GetTypes().Where(FeatureSetup.IsRunnable))
            Services.AddSingleton(type, _ => portal.Services.GetRequiredService(type));
        Services.AddSingleton(portal.Get<TimeProvider>());
        Services.AddSingleton(portal.Get<ChangeFeed>());
        Services.AddSingleton(portal.Get<IDbContextFactory<PortalDb>>());
        Services.AddSingleton<ActorReader>();
        Services.AddScoped<CurrentActor>();
        Services.AddHttpContextAccessor();
        Services.AddMudServices();
        JSInterop.Mode = JSRuntimeMode.Loose;
        var claims = roles.Select(role => new Claim(ClaimTypes.Role, role.ToString()))
            .Append(new Claim(ActorReader.PersonClaim, person.Id.ToString())).Append(new Claim("name", person.Name))
            .Append(new Claim("nhiportal_proved", portal.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        Services.AddAuthorizationCore();
        Services.AddCascadingAuthenticationState();
        Services.AddSingleton<AuthenticationStateProvider>(new SignedIn(new ClaimsPrincipal(new ClaimsIdentity(claims, "test"))));
    }

    /// <summary>The dialogs' place; what a page opens appears here.</summary>
    public IRenderedComponent<MudDialogProvider> Dialogs { get; private set; } = null!;

    /// <summary>Where the page has led to.</summary>
    public string Address => Services.GetRequiredService<BunitNavigationManager>().Uri;

    public static async Task<PortalPage> OpenAsync(TestPortal portal, Person person, params Role[] roles)
    {
        await portal.Get<ChangeFeed>().StartAsync(CancellationToken.None);
        return OpenStill(portal, person, roles);
    }

    /// <summary>The same without live changes: what happens elsewhere reaches the page only through what it does itself.</summary>
    public static PortalPage OpenStill(TestPortal portal, Person person, params Role[] roles)
    {
        var page = new PortalPage(portal, person, roles);
        page.Render<MudPopoverProvider>();
        page.Dialogs = page.Render<MudDialogProvider>();
        return page;
    }

    /// <summary>Draws a page at an address with the state its query string holds, as the layout would, and waits until it shows something.</summary>
    public IRenderedComponent<T> Show<T>(string address, string until, Action<ComponentParameterCollectionBuilder<T>>? with = null) where T : IComponent
    {
        Services.GetRequiredService<BunitNavigationManager>().NavigateTo(address);
        var shown = Render<T>(parameters =>
        {
            parameters.AddCascadingValue(ListQuery.Parse(address));
            with?.Invoke(parameters);
        });
        shown.WaitForElement(until, Patience);
        return shown;
    }

    /// <summary>A button or link by the words on it.</summary>
    public static IElement Button(IRenderedComponent<IComponent> page, string words)
    {
        IElement? found = null;
        page.WaitForState(() => (found = page.FindAll("button, a").FirstOrDefault(element => element.TextContent.Contains(words, StringComparison.Ordinal))) is not null, Patience);
        return found!;
    }

    /// <summary>The words of an element, as a reader sees them: single spaces, no line breaks.</summary>
    public static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private sealed class SignedIn(ClaimsPrincipal user) : AuthenticationStateProvider
    {
        public override Task<AuthenticationState> GetAuthenticationStateAsync() => Task.FromResult(new AuthenticationState(user));
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await portal.Get<ChangeFeed>().StopAsync(CancellationToken.None);
        await base.DisposeAsyncCore();
    }
}
