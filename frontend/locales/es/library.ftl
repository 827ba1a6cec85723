### La biblioteca propia.

library-add = A la biblioteca
library-add-title = Añadir «{ $title }» a tu biblioteca
library-added = «{ $title }» está en tu biblioteca
library-remove = Quitar de la biblioteca
library-removed = Quitado de tu biblioteca
library-status = Estado
library-private = Privado
library-make-private = Hacer privado
library-all = Todo
library-favorites = Favoritos
favorite-not = No favorito
library-search = Buscar en tu biblioteca
library-select = Seleccionar
library-choose = Seleccionar «{ $title }»
library-choose-all = Seleccionar lo mostrado
library-chosen = { $count ->
    [one] { $shown } seleccionado
   *[other] { $shown } seleccionados
}
library-changed = { $count ->
    [one] { $shown } título cambiado
   *[other] { $shown } títulos cambiados
}
library-removed-many = { $count ->
    [one] { $shown } título quitado de tu biblioteca
   *[other] { $shown } títulos quitados de tu biblioteca
}
library-empty = Tu biblioteca está vacía
library-empty-text = Guarda lo que quieras ver, leer o escuchar, o trae lo que tengas en otra parte.
library-empty-filtered = Nada en tu biblioteca coincide con estos filtros.
