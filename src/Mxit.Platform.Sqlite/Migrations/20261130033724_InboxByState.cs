using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mxit.Platform.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class InboxByState : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // By hand, because what is generated for a table that has to be built anew is several transactions, and a process that dies
            // between two of them would leave a database that neither version can use. Nothing refers to this table.
            migrationBuilder.Sql(
                """
                CREATE TABLE "InboxEntriesByCursor" (
                    "Cursor" INTEGER NOT NULL CONSTRAINT "PK_InboxEntries" PRIMARY KEY,
                    "Change" INTEGER NULL,
                    "DeliveredUtc" TEXT NULL,
                    "ExpiresUtc" TEXT NULL,
                    "Incoming" INTEGER NOT NULL,
                    "MessagePosition" INTEGER NOT NULL,
                    "OwnerId" TEXT NOT NULL,
                    "PeerCursor" INTEGER NULL,
                    "PeerId" TEXT NOT NULL,
                    "ReadUtc" TEXT NULL,
                    "State" AS (CASE WHEN NOT "Incoming" THEN 2 WHEN "DeliveredUtc" IS NULL THEN 0 WHEN "ReadUtc" IS NULL THEN 1 ELSE 2 END) STORED
                );

                INSERT INTO "InboxEntriesByCursor"
                    ("Cursor", "Change", "DeliveredUtc", "ExpiresUtc", "Incoming", "MessagePosition", "OwnerId", "PeerCursor", "PeerId", "ReadUtc")
                SELECT "Cursor", "Change", "DeliveredUtc", "ExpiresUtc", "Incoming", "MessagePosition", "OwnerId", "PeerCursor", "PeerId", "ReadUtc"
                FROM "InboxEntries" ORDER BY "Cursor";

                DROP TABLE "InboxEntries";

                ALTER TABLE "InboxEntriesByCursor" RENAME TO "InboxEntries";

                CREATE INDEX "IX_InboxEntries_OwnerId_PeerId_Cursor" ON "InboxEntries" ("OwnerId", "PeerId", "Cursor") WHERE "State" <> 0;

                CREATE INDEX "IX_InboxEntries_State_OwnerId_Cursor_PeerId" ON "InboxEntries" ("State", "OwnerId", "Cursor", "PeerId");

                CREATE INDEX "IX_InboxEntries_PeerId_Change" ON "InboxEntries" ("PeerId", "Change") WHERE "Change" IS NOT NULL;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_InboxEntries",
                table: "InboxEntries");

            migrationBuilder.DropIndex(
                name: "IX_InboxEntries_OwnerId_PeerId_Cursor",
                table: "InboxEntries");

            migrationBuilder.DropIndex(
                name: "IX_InboxEntries_State_OwnerId_Cursor_PeerId",
                table: "InboxEntries");

            migrationBuilder.DropColumn(
                name: "State",
                table: "InboxEntries");

            migrationBuilder.AddPrimaryKey(
                name: "PK_InboxEntries",
                table: "InboxEntries",
                columns: new[] { "OwnerId", "Cursor" });

            migrationBuilder.CreateIndex(
                name: "IX_InboxEntries_OwnerId_PeerId_Cursor",
                table: "InboxEntries",
                columns: new[] { "OwnerId", "PeerId", "Cursor" });

            migrationBuilder.CreateIndex(
                name: "IX_InboxEntries_Unread",
                table: "InboxEntries",
                columns: new[] { "OwnerId", "PeerId", "Cursor" },
                filter: "\"ReadUtc\" IS NULL AND \"DeliveredUtc\" IS NOT NULL AND \"Incoming\"");

            migrationBuilder.CreateIndex(
                name: "IX_InboxEntries_Waiting",
                table: "InboxEntries",
                columns: new[] { "OwnerId", "PeerId", "Cursor" },
                filter: "\"DeliveredUtc\" IS NULL AND \"Incoming\"");
        }
    }
}
