using System.Collections.Immutable;
using System.Security.Claims;
using Microsoft.AspNetCore.Components.Routing;
using MudBlazor;
using NhiPortal.SignIn;

namespace NhiPortal.Shell;

/// <summary>One line of the navigation and who sees it. Hiding a line is a courtesy; the page itself decides.</summary>
public sealed record NavEntry(string Group, string Title, string Href, string Icon, Func<ClaimsPrincipal, bool> VisibleTo)
{
    /// <summary>A small component after the title, such as a count that keeps itself up to date.</summary>
    public Type? Beside { get; init; }

    public NavLinkMatch Match => Href == "/" ? NavLinkMatch.All : NavLinkMatch.Prefix;

    public static readonly ImmutableArray<NavEntry> All =
    [
        new("Work", "Home", "/", Icons.Material.Outlined.Home, Everyone),
        new("Work", "Approval inbox", "/inbox", Icons.Material.Outlined.Inbox, Everyone) { Beside = typeof(Features.Requests.InboxCount) },
        new("Work", "Requests", "/requests", Icons.Material.Outlined.Assignment, Everyone),
        new("Work", "Grants", "/grants", Icons.Material.Outlined.VpnKey, Everyone),
        new("Work", "Pre-approvals", "/pre-approvals", Icons.Material.Outlined.EventRepeat, Everyone),
        new("Accountability", "Ownership matrix", "/owners", Icons.Material.Outlined.GridOn, Everyone),
        new("Accountability", "Stand-ins", "/stand-ins", Icons.Material.Outlined.SwapHoriz, Everyone),
        new("Accountability", "Integrations", "/integrations", Icons.Material.Outlined.Hub, Everyone),
        new("Accountability", "Credentials", "/credentials", Icons.Material.Outlined.Key, Everyone),
        new("Accountability", "Rotations", "/rotations", Icons.Material.Outlined.EventRepeat, Everyone),
        new("Accountability", "Vendors", "/vendors", Icons.Material.Outlined.Business, Everyone),
        new("Accountability", "Targets", "/targets", Icons.Material.Outlined.Dns, Everyone),
        new("Accountability", "People", "/people", Icons.Material.Outlined.People, Holders(Permission.SeeTenant)),
        new("Accountability", "Discovery", "/discovery", Icons.Material.Outlined.TravelExplore, Holders(Permission.SeeDiscovery)),
        new("Oversight", "Findings", "/findings", Icons.Material.Outlined.Flag, Everyone),
        new("Oversight", "Revocations", "/revocations", Icons.Material.Outlined.EventBusy, Everyone),
        new("Oversight", "Reconciliation", "/reconciliation", Icons.Material.Outlined.Rule, Holders(Permission.SeeDiscovery)),
        new("Oversight", "Access reviews", "/reviews", Icons.Material.Outlined.FactCheck, Everyone),
        new("Oversight", "Stops", "/stops", Icons.Material.Outlined.Block, Everyone),
        new("Oversight", "Break-glass", "/break-glass", Icons.Material.Outlined.LocalFireDepartment, Everyone),
        new("Oversight", "Service figures", "/figures", Icons.Material.Outlined.QueryStats, Holders(Permission.SeeTenant)),
        new("Oversight", "Controls", "/controls", Icons.Material.Outlined.FactCheck, Holders(Permission.SeeControls)),
        new("Oversight", "Audit log", "/audit", Icons.Material.Outlined.ReceiptLong, Holders(Permission.ReadAudit)),
        new("Oversight", "Evidence", "/evidence", Icons.Material.Outlined.Inventory2, Holders(Permission.ReadAudit)),
        new("Oversight", "Questions", "/questions", Icons.Material.Outlined.ContentPasteSearch, Holders(Permission.ReadAudit)),
        new("Oversight", "Engagement rooms", "/rooms", Icons.Material.Outlined.MeetingRoom, Holders(Permission.RunRooms)),
        new("Oversight", "Policies", "/policies", Icons.Material.Outlined.Gavel, Holders(Permission.SeePolicies)),
        new("Oversight", "Administration", "/administration", Icons.Material.Outlined.Settings, Holders(Permission.Administer))
    ];

    private static bool Everyone(ClaimsPrincipal person) => person.Identity?.IsAuthenticated is true;

    private static Func<ClaimsPrincipal, bool> Holders(Permission permission) =>
        person => Permissions.RolesFor(permission).Any(role => person.IsInRole(role.ToString()));
}
