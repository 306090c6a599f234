using System.CommandLine;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Rotunda.CommandLine;
using Rotunda.Data;
using Rotunda.Data.Values;
using Rotunda.Modules.Accounts.Identity;
using Rotunda.Modules.Accounts.Invitations;
using Rotunda.Modules.Accounts.PersonalData;
using Rotunda.Modules.Accounts.SecondStep;
using Rotunda.Modules.Shared;
using Rotunda.Modules.Shared.Access;
using Rotunda.Modules.Shared.Languages;

namespace Rotunda.Modules.Accounts;

/// <summary>Accounts at the command line.</summary>
internal static class AccountCommands
{
    private static readonly Argument<string> Email = new("email") { Description = "The mail address of the account." };
    private static readonly Argument<string> Role = new("role") { Description = "A role such as secretariat or liaison." };
    private static readonly Option<string?> Scope = new("--scope") { Description = "A scope such as institution:upc." };
    private static readonly Option<string?> Language = new("--language") { Description = "The language of the invitation." };

    public static Command Users(ProgramOptions options)
    {
        var users = new Command("users", "Lists, invites and changes accounts.");
        users.Add(List(options));
        users.Add(Invite(options));
        users.Add(Change(options, "grant", "Gives a role.", (services, email, role, scope, cancellationToken) => services.GetRequiredService<AccountOperations>().GrantAsync(Viewer.Program, email, role, scope, cancellationToken), Role, Scope));
        users.Add(Change(options, "revoke", "Takes a role away.", (services, email, role, scope, cancellationToken) => services.GetRequiredService<AccountOperations>().RevokeAsync(Viewer.Program, email, role, scope, cancellationToken), Role, Scope));
        users.Add(Change(options, "disable", "Closes an account.", (services, email, _, _, cancellationToken) => services.GetRequiredService<AccountOperations>().DisableAsync(Viewer.Program, email, cancellationToken)));
        users.Add(Change(options, "end-step", "Takes the second step of signing in away from somebody who lost the telephone and the recovery codes. Make sure who asks: after that the password alone is enough.", (services, email, _, _, cancellationToken) => services.GetRequiredService<SecondStepOperations>().EndAsync(email, cancellationToken)));
        users.Add(Export(options));
        users.Add(Change(options, "erase", "Erases an account and what is kept about the person.", (services, email, _, _, cancellationToken) => services.GetRequiredService<PersonalDataOperations>().EraseAsync(email, cancellationToken)));
        return users;
    }

    private static Command Export(ProgramOptions options)
    {
        var command = new Command("export", "Writes what is kept about a person as JSON.") { Email };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var app = await options.OpenAsync(parsed, mayMigrate: false, cancellationToken);
            await using var scope = app.Services.CreateAsyncScope();
            if (await scope.ServiceProvider.GetRequiredService<PersonalDataOperations>().ExportAsync(parsed.GetValue(Email)!, cancellationToken) is { } json)
            {
                Console.WriteLine(System.Text.Encoding.UTF8.GetString(json));
                return 0;
            }

            var languages = scope.ServiceProvider.GetRequiredService<SiteLanguages>();
            return await FailAsync(new Outcome.Missing(), languages.TextsOf(languages.Default));
        });
        return command;
    }

    private static Command List(ProgramOptions options)
    {
        var command = new Command("list", "Lists the accounts with their roles.");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var app = await options.OpenAsync(parsed, mayMigrate: false, cancellationToken);
            await using var db = await app.Services.GetRequiredService<IDbContextFactory<RotundaDb>>().CreateDbContextAsync(cancellationToken);
            var accounts = await db.Accounts.AsNoTracking().Include(account => account.Grants).OrderBy(account => account.NormalizedEmail).ToListAsync(cancellationToken);
            var rows = accounts.Select(account => new
            {
                email = account.Email, name = account.DisplayName, disabled = account.DisabledAt is not null,
                roles = account.Grants.Select(grant => grant.Scope.Length > 0 ? $"{grant.Role} ({grant.Scope})" : grant.Role).Order(StringComparer.Ordinal),
            }).ToList();
            if (options.IsJson(parsed)) Console.WriteLine(JsonSerializer.Serialize(rows, StoredJson.Options));
            else foreach (var row in rows) Console.WriteLine($"{row.email}  {row.name}  {string.Join(", ", row.roles)}{(row.disabled ? "  closed" : "")}");
            return 0;
        });
        return command;
    }

    private static Command Invite(ProgramOptions options)
    {
        var command = new Command("invite", "Makes a link by which one person makes an account with a role.") { Email, Role, Scope, Language };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var app = await options.OpenAsync(parsed, mayMigrate: false, cancellationToken);
            await using var scope = app.Services.CreateAsyncScope();
            var languages = scope.ServiceProvider.GetRequiredService<SiteLanguages>();
            var language = languages.Find(parsed.GetValue(Language)) ?? languages.Default;
            var (outcome, token) = await scope.ServiceProvider.GetRequiredService<InvitationOperations>().InviteAsync(
                Viewer.Program, new InvitationWish(parsed.GetValue(Email)!, parsed.GetValue(Role)!, parsed.GetValue(Scope), language.Code), cancellationToken);
            if (token is null) return await FailAsync(outcome, languages.TextsOf(languages.Default));
            var path = $"/{language.Code}/account/invitation/{token}";
            Console.WriteLine(options.IsJson(parsed) ? JsonSerializer.Serialize(new { path }, StoredJson.Options) : path);
            await Console.Error.WriteLineAsync("Put the address of the site before this path and send it to the person. It works once, for 14 days.");
            return 0;
        });
        return command;
    }

    private static Command Change(
        ProgramOptions options, string name, string description,
        Func<IServiceProvider, string, string, string?, CancellationToken, Task<Outcome>> change, Argument<string>? role = null, Option<string?>? scopeOption = null)
    {
        var command = new Command(name, description) { Email };
        if (role is not null) command.Add(role);
        if (scopeOption is not null) command.Add(scopeOption);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            await using var app = await options.OpenAsync(parsed, mayMigrate: false, cancellationToken);
            await using var scope = app.Services.CreateAsyncScope();
            var outcome = await change(
                scope.ServiceProvider, parsed.GetValue(Email)!, role is null ? "" : parsed.GetValue(role)!,
                scopeOption is null ? null : parsed.GetValue(scopeOption), cancellationToken);
            var languages = scope.ServiceProvider.GetRequiredService<SiteLanguages>();
            return outcome is Outcome.Done ? 0 : await FailAsync(outcome, languages.TextsOf(languages.Default));
        });
        return command;
    }

    private static async Task<int> FailAsync(Outcome outcome, Texts texts)
    {
        var message = outcome switch
        {
            Outcome.Invalid invalid => string.Join('\n', invalid.Faults.Select(fault => texts.Format(fault.TextKey, ("value", fault.Value)))),
            Outcome.Missing => "There is no such account or role.",
            _ => "That is not allowed.",
        };
        await Console.Error.WriteLineAsync(message);
        return RotundaCommands.Faulty;
    }
}
